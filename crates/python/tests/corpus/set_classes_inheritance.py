class Base:
    def __init__(self, n): self.n = n
    def hello(self): return "base " + self.name()
    def name(self): return "B"
class Child(Base):
    def __init__(self, n, m):
        super().__init__(n)
        self.m = m
    def name(self): return "C" + super().name()
class Grand(Child):
    def hello(self): return "grand " + super().hello()
g = Grand(1, 2)
print(g.hello(), g.n, g.m, isinstance(g, Base), issubclass(Grand, Base), Grand.__mro__, Grand.__bases__)
