class Temp:
    def __init__(self): self._c = 0
    @property
    def f(self): return self._c * 9 / 5 + 32
    @f.setter
    def f(self, v): self._c = (v - 32) * 5 / 9
    @property
    def ro(self): return 1
    @f.deleter
    def f(self): print("deleted")
t = Temp(); t.f = 212; print(t.f, t._c); del t.f
try:
    t.ro = 2
except AttributeError as e:
    print(e)
