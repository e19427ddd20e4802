def f(x):
    return g(x) + 1
def g(x):
    raise ValueError("bad value: %r" % x)
print("start")
f(5)
