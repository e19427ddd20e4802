class R:
    def __init__(self, n): self.n = n
    def __iter__(self): self.i = 0; return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
print(list(R(3)), sum(R(4)), [x for x in R(2)], max(R(5)), 3 in R(3), dict(zip(R(2), "ab")), list(enumerate(R(2))), tuple(R(1)), sorted(R(3), reverse=True), list(map(str, R(2))), [*R(2)], any(x > 1 for x in R(2)))
a, b, c = R(3); print(a, b, c)
it = iter(R(2)); print(next(it), next(it), next(it, "end"))
for x in R(3):
    if x == 2: break
else: print("no")
print(x)
