l = [1]
for f in (lambda: l[3], lambda: l.pop(5), lambda: [].pop(), lambda: l.remove(9), lambda: l.index(9), lambda: l["a"], lambda: l + (1,), lambda: [3, "a"].sort()):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
