def g(n):
    for i in range(n):
        x = yield i
        if x: print("got", x)
    return "done"
it = g(3)
print(next(it), it.send("a"), next(it))
try: next(it)
except StopIteration as e: print(e.value)
print(list(g(3)), [*g(2)], sum(g(4)), type(it).__name__, iter(it) is it)
def empty():
    return
    yield
print(list(empty()))
