def inner():
    x = yield 1
    print("inner got", x)
    yield 2
    return "r"
def outer():
    r = yield from inner()
    print("r =", r)
    yield from [10, 20]
    yield from (c for c in "ab")
g = outer(); print(next(g), g.send("S"), list(g))
