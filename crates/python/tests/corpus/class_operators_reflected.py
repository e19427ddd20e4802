class M:
    def __init__(self, c): self.c = c
    def __add__(self, o): return M(self.c + (o.c if isinstance(o, M) else o))
    __radd__ = __add__
    def __rsub__(self, o): return M(o - self.c)
    def __truediv__(self, o): return self.c / o
    def __floordiv__(self, o): return self.c // o
    def __mod__(self, o): return self.c % o
    def __divmod__(self, o): return self.c // o, self.c % o
    def __pow__(self, o): return self.c ** o
    def __lshift__(self, o): return self.c << o
    def __and__(self, o): return self.c & o
    def __or__(self, o): return self.c | o
    def __xor__(self, o): return self.c ^ o
    def __invert__(self): return ~self.c
    def __pos__(self): return self.c
    def __repr__(self): return f"M{self.c}"
    def __round__(self, n=None): return round(self.c, n) if n is not None else "r"
m = M(10); print(m + 1, 1 + m, sum([m, m]), 3 - m, m / 4, m // 3, m % 3, divmod(m, 3), m ** 2, m << 1, m & 6, m | 5, m ^ 3, ~m, +m, round(m), round(m, 1))
