t = (1, "a", 2.5); print(t, t[1], t[::-1], len(t), t + (4,), t * 2, (), (1,), 1 in t, t.index("a"), t.count(1), tuple("ab"), tuple([1]), hash((1, 2)) == hash((1, 2)))
try:
    t[0] = 2
except TypeError as e:
    print(e)
a, b = 1, 2; a, b = b, a; print(a, b)
