def avg():
    total = n = 0
    mean = None
    while True:
        v = yield mean
        if v is None: return (n, mean)
        total += v; n += 1
        mean = total / n
a = avg(); next(a); print(a.send(10), a.send(20), a.send(30))
try: a.send(None)
except StopIteration as e: print(e.value)
