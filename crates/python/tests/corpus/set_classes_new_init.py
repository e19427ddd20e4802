class S:
    made = None
    def __new__(cls, *a):
        if cls.made is None: cls.made = super().__new__(cls)
        return cls.made
    def __init__(self, v): self.v = v
a, b = S(1), S(2); print(a is b, a.v)
class O:
    def __new__(cls): return 42
print(O())
