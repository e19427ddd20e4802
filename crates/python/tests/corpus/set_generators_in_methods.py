class T:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
print(list(T(2, T(1), T(3))), sum(T(1, T(5))), 3 in T(3), [*T(0)])
