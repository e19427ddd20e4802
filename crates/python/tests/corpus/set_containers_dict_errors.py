d = {}
for f in (lambda: d["x"], lambda: d.pop("x"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: {{}: 1}, lambda: hash([]), lambda: {set(): 1}, lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: d[[1]]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
try:
    del d["x"]
except KeyError as e:
    print(repr(e))
d = {1: 1, 2: 2}
try:
    for k in d:
        d[k + 10] = 1
except RuntimeError as e:
    print(e)
