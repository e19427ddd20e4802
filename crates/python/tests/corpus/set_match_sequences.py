def f(x):
    match x:
        case []: return "empty"
        case [a]: return ("one", a)
        case [1, b]: return ("1b", b)
        case (a, b) if a == b: return ("eq", a)
        case [a, *rest, z] if len(rest) > 1: return (a, rest, z)
        case [[a, b], c]: return ("nested", a, b, c)
        case [a, _, c]: return ("skip", a, c)
        case [_, _]: return "pair"
        case str() as s: return "str " + s
        case _: return "no"
print([f(v) for v in ([], [5], [1, 2], (3, 3), [1, 2, 3, 4], [[1, 2], 3], [7, 8, 9], [0, 1], "xy", 5, range(2))])
