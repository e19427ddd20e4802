def inner():
    r = yield 1
    print("r", r)
    yield 2
    return "result"
def outer():
    x = yield from inner()
    print("x", x)
    yield from [10, 20]
    yield from (i for i in "ab")
    return 5
it = outer()
print(next(it), it.send("S"), list(it))
def chain(*its):
    for i in its: yield from i
print(list(chain([1], "ab", range(2))))
def tree(t):
    if isinstance(t, list):
        for x in t: yield from tree(x)
    else: yield t
print(list(tree([1, [2, [3, 4]], 5])))
