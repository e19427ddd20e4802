class A:
    kind = "a"
    def __init__(self, x, y=2):
        self.x = x
        self.y = y
    def total(self):
        return self.x + self.y
    def __repr__(self):
        return f"A({self.x}, {self.y})"
a = A(1)
print(a, a.total(), A.total(a), a.kind, A.kind, a.__class__.__name__, isinstance(a, A), a.__dict__, type(a) is A, A(5, y=6))
a.kind = "own"; A.kind = "changed"; a.z = 9
print(a.kind, A.kind, A(1).kind, a.z, hasattr(a, "q"), vars(a))
