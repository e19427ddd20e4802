def f(x):
    match x:
        case {"type": "a", "v": v}: return ("a", v)
        case {"type": t, **rest}: return (t, rest)
        case {}: return "dict"
        case _: return "no"
print([f(v) for v in ({"type": "a", "v": 1}, {"type": "b", "x": 2, "y": 3}, {"q": 1}, {}, [])])
