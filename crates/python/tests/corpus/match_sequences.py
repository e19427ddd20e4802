def f(x):
    match x:
        case []: return "empty"
        case [a]: return f"one {a}"
        case [a, b]: return f"two {a} {b}"
        case ["cmd", *rest]: return f"cmd {rest}"
        case (1, [x, y], *_): return f"nested {x} {y}"
        case [first, *_, last]: return f"ends {first} {last}"
    return "no"
for v in ([], [1], (1, 2), ["cmd", 1, 2], [1, [2, 3], 4], [9, 8, 7], "str", {1: 2}, range(3)):
    print(f(v))
