class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def f(v):
    match v:
        case {"type": "a", "n": n}: return f"a {n}"
        case {"type": t, **rest}: return f"{t} {sorted(rest)}"
        case P(0, y): return f"P0 {y}"
        case P(x=x, y=y) if x == y: return f"diag {x}"
        case P(): return "P"
        case int(n) if n > 10: return f"big {n}"
        case int() | float(): return "num"
        case str() as s: return "str " + s
        case (int(a), str(b)): return f"pair {a}{b}"
for v in ({"type": "a", "n": 1, "z": 2}, {"type": "b", "q": 0}, P(0, 5), P(3, 3), P(1, 2), 11, 4, 2.5, "s", (1, "x"), None):
    print(f(v))
