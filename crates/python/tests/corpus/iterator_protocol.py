class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
class Seq:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
print(list(Count(3)), sum(Count(4)), max(Count(3)), list(Seq()), 20 in Seq(), [*Count(2)], tuple(Seq()), dict(zip("ab", Count(2))))
it = iter([1, 2]); print(next(it), list(it), list(it), list(iter(lambda c=[0]: c.append(1) or len(c), 5)))
