class A:
    count = 0
    def __init__(self): A.count += 1
    @staticmethod
    def s(x): return x * 2
    @classmethod
    def make(cls, n): return [cls() for _ in range(n)]
    @classmethod
    def name(cls): return cls.__name__
class B(A): pass
print(A.s(3), A().s(4), len(B.make(2)), A.count, B.name(), B().name(), type(B.make(1)[0]).__name__)
