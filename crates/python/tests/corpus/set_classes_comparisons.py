class N:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return isinstance(o, N) and self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __le__(self, o): return self.v <= o.v
    def __hash__(self): return hash(self.v)
    def __repr__(self): return "N%d" % self.v
print(N(1) == N(1), N(1) != N(1), N(1) < N(2), N(2) > N(1), N(1) >= N(1), sorted([N(3), N(1)]), N(1) in [N(1)], {N(1): "a"}[N(1)], len({N(1), N(1), N(2)}), [N(1), N(2)].index(N(2)), [N(1)] == [N(1)], N(1) == 5, max(N(1), N(2)))
d = {N(1): 1}; d[N(1)] = 2; d[N(2)] = 3; print(d, N(2) in d, d.get(N(9)), d.pop(N(1)), d)
