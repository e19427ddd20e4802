def f(a, b, *, k): pass
def g(): pass
def h(a, b=1): pass
for call in (lambda: f(1), lambda: f(1, 2), lambda: f(1, 2, 3, k=1), lambda: f(1, 2, k=1, z=2), lambda: f(1, 2, a=3, k=1), lambda: g(1), lambda: h(), lambda: h(1, 2, 3), lambda: f(), lambda: (lambda q: q())(5), lambda: g(x=1), lambda: h(1, b=2, **{"b": 3})):
    try:
        call()
    except TypeError as e:
        print(e)
