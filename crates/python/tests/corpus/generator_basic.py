def gen(n):
    print("start")
    for i in range(n):
        got = yield i
        if got:
            print("got", got)
    return "done"
g = gen(3); print(next(g), g.send("hi"), next(g))
try:
    next(g)
except StopIteration as e:
    print("stop", e.value)
print(list(gen(2)), next(gen(0), "default"))
