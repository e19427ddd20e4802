class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return self.n == o.n
    def __repr__(self): return f"K{self.n}"
d = {K(i): i for i in range(5)}; print(d, d[K(3)], K(9) in d, len({K(1), K(1), K(2)})); d[K(0)] = "new"; del d[K(1)]; print(d, hash(1.0) == hash(1), hash(True), {1: "i", 1.0: "f"}, hash(-1), hash(0), hash(2**61), hash(10**30) == hash(10**30))
