def f(a, b=2, *args, c=3, d, **kw):
    return a, b, args, c, d, kw
print(f(1, d=4), f(1, 5, 6, 7, d=8, e=9, c=0), f(*[1, 2, 3], **{"d": 4, "z": 5}))
def acc(x, l=[]):
    l.append(x); return l
print(acc(1), acc(2), acc(3, []), acc.__defaults__, f.__name__)
