class V:
    def __init__(self, *v): self.v = v
    def __add__(self, o): return V(*[a + b for a, b in zip(self.v, o.v)]) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return V(*[o + a for a in self.v])
    def __mul__(self, k): return V(*[a * k for a in self.v])
    __rmul__ = __mul__
    def __neg__(self): return self * -1
    def __abs__(self): return sum(a * a for a in self.v) ** .5
    def __sub__(self, o): return self + -o
    def __repr__(self): return "V" + repr(self.v)
    def __matmul__(self, o): return sum(a * b for a, b in zip(self.v, o.v))
    def __iadd__(self, o): self.v = (self + o).v; return self
    def __bool__(self): return any(self.v)
a, b = V(1, 2), V(3, 4); print(a + b, 5 + a, a * 3, 3 * a, -a, abs(b), a - b, a @ b, bool(V(0, 0)), not a)
c = a; c += b; print(a, c is a)
try:
    a + "x"
except TypeError as e:
    print(e)
try:
    a / 2
except TypeError as e:
    print(e)
