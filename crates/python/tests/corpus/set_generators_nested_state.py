def a():
    for i in range(2):
        for j in b(i): yield (i, j)
def b(n):
    k = yield "b%d" % n
    yield "after"
print(list(a()))
def fib():
    x, y = 0, 1
    while True:
        yield x
        x, y = y, x + y
f = fib(); print([next(f) for _ in range(10)])
