r = range(2, 10, 3)
print(r, list(r), len(r), r[1], r[-1], 5 in r, 6 in r, list(range(5, 0, -2)), range(3) == range(0, 3), list(range(0)), r[1:], range(10)[::2], list(reversed(range(4))), r.index(8), range(5).count(2), r.start, r.stop, r.step, bool(range(0)))
for f in (lambda: range(1, 2, 0), lambda: range(1.5), lambda: r[9], lambda: range()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
