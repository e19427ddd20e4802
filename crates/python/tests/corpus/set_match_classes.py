class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Q(P): pass
def f(o):
    match o:
        case P(0, 0): return "origin"
        case P(x, 0): return ("x", x)
        case Q(x=1, y=yy): return ("q", yy)
        case P(x=a, y=b) if a > b: return ("gt", a, b)
        case P(): return "p"
        case int(n) if n > 5: return ("int", n)
        case int() | float(): return "num"
        case str(s): return ("str", s)
        case [int(a), P(x=b)]: return ("list", a, b)
        case dict(): return "dict"
        case _: return "no"
print([f(v) for v in (P(0, 0), P(3, 0), Q(1, 9), P(5, 2), P(1, 2), 9, 3, 1.5, "z", [1, P(2, 3)], {}, None)])
