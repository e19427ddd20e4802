class Lazy:
    def __init__(self): self.loads = 0
    def __getattr__(self, name):
        if name.startswith("_"): raise AttributeError(name)
        self.loads += 1; v = name * 2; setattr(self, name, v); return v
l = Lazy(); print(l.ab, l.ab, l.cd, l.loads)
try:
    l._x
except AttributeError as e:
    print("no", e)
class D:
    def __delattr__(self, n): print("del", n)
    def __contains__(self, x): return x == 1
d = D(); del d.anything; print(1 in d, 2 in d)
