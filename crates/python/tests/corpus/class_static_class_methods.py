class T:
    count = 0
    def __init__(self): type(self).count += 1
    @staticmethod
    def add(a, b): return a + b
    @classmethod
    def make(cls): return cls()
    @classmethod
    def total(cls): return cls.__name__, cls.count
class U(T): count = 10
T(); T.make(); u = U.make(); print(T.add(1, 2), u.add(3, 4), T.total(), U.total(), type(u).__name__)
