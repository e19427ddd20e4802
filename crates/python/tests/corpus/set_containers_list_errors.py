a = [1]
for f in (lambda: a[5], lambda: a.pop(9), lambda: [].pop(), lambda: a.remove(9), lambda: a.index(9), lambda: a["x"], lambda: a + (1,), lambda: a.nope, lambda: [1] < [None], lambda: sorted([1, "a"])):
    try:
        print(type(f()).__name__)
    except Exception as e:
        print(type(e).__name__, e)
try:
    a[3] = 1
except IndexError as e:
    print(e)
try:
    del a[3]
except IndexError as e:
    print(e)
