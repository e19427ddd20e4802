def f(x):
    return g(x)
def g(x):
    raise ValueError("bad value %r" % x)
print("before")
f("q")
