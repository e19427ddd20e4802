t = (3, 1, 2); print(sorted(t), max(t), sum(t), t[1:], t + t, (t,) * 2, 3 in t, len(()), tuple(x * 2 for x in t), (1, 2) < (1, 2, 0), hash(()) == hash(()), {(1, "a"): 5}[(1, "a")], *t, type((1)).__name__, type((1,)).__name__, repr((1,)), repr(((),)))
for a, b in ((1, 2), (3, 4)): print(a * b, end=" ")
print()
