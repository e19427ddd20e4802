class Adder:
    def __init__(self, n): self.n = n
    def __call__(self, x, *, k=0): return self.n + x + k
f = Adder(5); print(f(1), f(1, k=2), list(map(f, [1, 2])), callable(f), sorted([3, 1], key=Adder(0)))
