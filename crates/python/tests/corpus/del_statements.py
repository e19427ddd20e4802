l = [1, 2, 3, 4]; d = {"a": 1, "b": 2}; x = y = 3
del l[0], d["a"], x; print(l, d, y); del l[:]; del (y); print(l)
class C: pass
c = C(); c.a = c.b = 1; del c.a; print(c.__dict__)
for f in (lambda: l.__delitem__(5), lambda: d.__delitem__("q")):
    try:
        f()
    except (IndexError, KeyError) as e:
        print(type(e).__name__, e)
