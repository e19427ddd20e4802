x = 10
f = lambda y=x: y + x
x = 20
print(f(), (lambda *a, **k: (a, k))(1, b=2), (lambda: (yield))().__class__.__name__, [(lambda n: n * n)(i) for i in range(3)])
