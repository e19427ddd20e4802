class Positive:
    def __set_name__(self, owner, name): self.n = "_" + name
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.n)
    def __set__(self, o, v):
        if v <= 0: raise ValueError(f"{self.n[1:]} must be positive")
        setattr(o, self.n, v)
class Buf:
    size = Positive()
    def __init__(self, s): self.size = s
b = Buf(5); b.size += 1; print(b.size)
try:
    b.size = 0
except ValueError as e:
    print(e)
