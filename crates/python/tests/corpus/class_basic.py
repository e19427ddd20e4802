class Point:
    kind = "pt"
    def __init__(self, x, y=0):
        self.x, self.y = x, y
    def move(self, dx):
        self.x += dx; return self
    def __repr__(self): return f"Point({self.x}, {self.y})"
    def __eq__(self, o): return isinstance(o, Point) and (self.x, self.y) == (o.x, o.y)
p = Point(1, y=2); print(p, p.move(3).move(1), Point(1) == Point(1), Point(1) != Point(2), [p], f"{p} {p!r}", str(p), p.kind, Point.kind, type(p).__name__, isinstance(p, Point), Point.__name__, p.__class__ is Point)
p.kind = "own"; print(p.kind, Point.kind, p.__dict__, hasattr(p, "z"), getattr(p, "z", 9)); setattr(p, "z", 3); print(p.z, vars(p)); del p.z; print(hasattr(p, "z"))
