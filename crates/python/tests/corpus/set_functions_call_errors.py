def f(a, b, c=1): pass
def g(): pass
def k(*, x, y): pass
def p(a, /): pass
class C:
    def m(self, a): pass
for call in (lambda: f(), lambda: f(1), lambda: f(1, 2, 3, 4), lambda: f(1, 2, d=1), lambda: f(1, 2, a=1), lambda: g(1), lambda: k(), lambda: k(1), lambda: k(x=1), lambda: p(a=1), lambda: C().m(), lambda: C().m(1, 2), lambda: f(*5), lambda: f(**5), lambda: 5(), lambda: None(), lambda: C(1), lambda: f(1, **{"b": 1}, b=2)):
    try:
        call()
    except TypeError as e:
        print(e)
