d = {}
for f in (lambda: d["x"], lambda: d.pop("y"), lambda: d.popitem(), lambda: {[]: 1}, lambda: {{}: 1}, lambda: dict([1])):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
try:
    d = {1: 1}
    for k in d:
        d[k + 1] = 1
except RuntimeError as e:
    print(e)
