def f(x):
    match x:
        case 1: return "one"
        case "a" | "b": return "ab"
        case None: return "none"
        case True: return "true"
        case -1 | 2.5: return "num"
        case b"x": return "bytes"
        case _: return "other"
print([f(v) for v in (1, "a", "b", None, True, -1, 2.5, b"x", [], 99)])
