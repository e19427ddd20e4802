def f(a, b=2, *args, c, d=4, **kw):
    return (a, b, args, c, d, kw)
print(f(1, c=3), f(1, 5, 6, 7, c=8, d=9, e=10), f(*[1, 2], **{"c": 3}))
def g(a, /, b, *, c=1): return a, b, c
print(g(1, 2), g(1, b=3, c=4))
def h(x, acc=[]):
    acc.append(x)
    return acc
print(h(1), h(2), h.__name__, h.__defaults__, (lambda a, b=1: a + b)(2))
