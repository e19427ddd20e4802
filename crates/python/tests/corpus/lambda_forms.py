print((lambda: 1)(), (lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(1, 4, 5, k=6, z=7), list(map(lambda x: x ** 2, range(4))), sorted("bca", key=lambda c: -ord(c)), (lambda *, a: a)(a=1))
