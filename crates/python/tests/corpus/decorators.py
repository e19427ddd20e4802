def twice(f):
    def g(*a, **k):
        return f(*a, **k), f(*a, **k)
    return g
def tag(t):
    def deco(f):
        def g(x):
            return f"<{t}>{f(x)}</{t}>"
        return g
    return deco
@twice
def one(x): return x + 1
@tag("b")
@tag("i")
def text(x): return x
print(one(1), text("hi"))
