def f(*a, **k): return a, sorted(k.items())
args, kw = (1, 2), {"x": 3}; print(f(*args, **kw), f(0, *args, 9, y=1, **kw), f(*"ab", *[], **{}), f(*range(3)), f(**dict(a=1), b=2)); a, k = f(*[1], **{"z": 0}); print(a, k)
def g(first, *rest, sep="-"): return sep.join(map(str, (first,) + rest))
print(g(1), g(1, 2, 3, sep="+"), g(*"xyz"))
