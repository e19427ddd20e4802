def f(x):
    match x:
        case 0: return "zero"
        case 1 | 2: return "small"
        case -5: return "neg"
        case "hi": return "greeting"
        case None: return "none"
        case True: return "true"
        case 2.5: return "float"
        case b"x": return "bytes"
        case _: return "other"
print([f(x) for x in (0, 1, 2, -5, "hi", None, True, 2.5, b"x", [], 3)])
