class A:
    pass
a = A()
for f in (lambda: a.x, lambda: A.y, lambda: (5).foo, lambda: "s".bar, lambda: None.x, lambda: [].push):
    try:
        f()
    except AttributeError as e:
        print(e)
try:
    del a.q
except AttributeError as e:
    print(e)
