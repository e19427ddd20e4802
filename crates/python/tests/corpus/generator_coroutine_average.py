def averager():
    total, n, avg = 0, 0, None
    while True:
        v = yield avg
        if v is None: return total, n
        total += v; n += 1; avg = total / n
a = averager(); next(a); print(a.send(10), a.send(20), a.send(6))
try:
    a.send(None)
except StopIteration as e:
    print(e.value)
try:
    averager().send(1)
except TypeError as e:
    print(e)
def bad():
    yield next(iter([]))
try:
    list(bad())
except RuntimeError as e:
    print(e)
