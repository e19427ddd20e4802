t = (1, 2, 3)
print(t, t[0], t[1:], len(t), t + (4,), t * 2, (), (1,), 2 in t, t.index(3), t.count(1), tuple([1, 2]), tuple("ab"), hash(t) == hash((1, 2, 3)), t == (1, 2, 3), t < (1, 3))
a, b, *c = t; print(a, b, c); (x, y), z = (1, 2), 3; print(x, y, z); [p, q] = "ab"; print(p, q); *r, s = [1]; print(r, s)
try:
    t[0] = 1
except TypeError as e:
    print(e)
for f in (lambda: (lambda: (yield))(), ):
    pass
try:
    a, b = 1, 2, 3
except ValueError as e:
    print(e)
try:
    a, b = [1]
except ValueError as e:
    print(e)
try:
    a, b = 5
except TypeError as e:
    print(e)
try:
    a, *b, c = [1]
except ValueError as e:
    print(e)
