class Single:
    one = None
    def __new__(cls, *a):
        if cls.one is None: cls.one = super().__new__(cls)
        return cls.one
    def __init__(self, n): self.n = n
print(Single(1) is Single(2), Single(5).n)
class Base:
    subs = []
    def __init_subclass__(cls, **kw): super().__init_subclass__(); Base.subs.append((cls.__name__, kw))
class K1(Base): pass
class K2(Base, tag=3): pass
print(Base.subs)
