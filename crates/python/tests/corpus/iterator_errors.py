for f in (lambda: iter(5), lambda: next([]), lambda: list(3), lambda: [*None], lambda: next(iter([]))):
    try:
        f()
    except (TypeError, StopIteration) as e:
        print(type(e).__name__, e)
try:
    for x in 5: pass
except TypeError as e:
    print(e)
try:
    a, b = None
except TypeError as e:
    print(e)
