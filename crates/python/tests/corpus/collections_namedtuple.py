from collections import namedtuple
P = namedtuple("P", "x y"); p = P(1, y=2); print(p, p.x, p[1], p == (1, 2), p._replace(x=5), p._asdict(), P._fields, len(p), [*p], P._make([3, 4])); a, b = p; print(a + b)
Q = namedtuple("Q", ["host", "port"], defaults=[80]); print(Q("h"), Q("h", 1).port)
try:
    P(1)
except TypeError as e:
    print(e)
try:
    p.x = 3
except AttributeError as e:
    print(e)
