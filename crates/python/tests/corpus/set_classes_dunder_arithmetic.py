class V:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return V(self.x + o.x, self.y + o.y)
    def __sub__(self, o): return V(self.x - o.x, self.y - o.y)
    def __mul__(self, k): return V(self.x * k, self.y * k) if isinstance(k, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __neg__(self): return V(-self.x, -self.y)
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
    def __bool__(self): return bool(self.x or self.y)
    def __repr__(self): return "V(%r, %r)" % (self.x, self.y)
    def __iadd__(self, o): self.x += o.x; return self
    def __truediv__(self, k): return V(self.x / k, self.y / k)
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __len__(self): return 2
    def __iter__(self): return iter((self.x, self.y))
    def __contains__(self, v): return v in (self.x, self.y)
    def __call__(self, z): return self.x + z
    def __matmul__(self, o): return self.x * o.x + self.y * o.y
    def __pow__(self, n): return V(self.x ** n, self.y ** n)
a, b = V(1, 2), V(3, 4)
print(a + b, a - b, a * 3, 3 * a, -a, abs(b), a == V(1, 2), a != b, bool(V(0, 0)), a[1], len(a), list(a), 2 in a, a(10), b / 2, a @ b, b ** 2)
a += b; print(a); x, y = b; print(x, y, max(b), sum(b), not a, "yes" if V(0, 0) else "no")
try: a * "x"
except TypeError as e: print(e)
try: a % 2
except TypeError as e: print(e)
try: 5 - a
except TypeError as e: print(e)
try: a < b
except TypeError as e: print(e)
try: hash(a)
except TypeError as e: print(e)
try: a += 1
except AttributeError as e: print(e)
