class Ver:
    def __init__(self, *p): self.p = p
    def __lt__(self, o): return self.p < o.p
    def __le__(self, o): return self.p <= o.p
    def __eq__(self, o): return self.p == o.p
    def __hash__(self): return hash(self.p)
    def __repr__(self): return ".".join(map(str, self.p))
vs = [Ver(1, 10), Ver(1, 2), Ver(0, 9)]; print(sorted(vs), max(vs), min(vs), Ver(1) > Ver(0), Ver(1) >= Ver(1), Ver(1) != Ver(2), len({Ver(1), Ver(1), Ver(2)}), Ver(1) in [Ver(1)])
class N: pass
try:
    N() < N()
except TypeError as e:
    print(e)
