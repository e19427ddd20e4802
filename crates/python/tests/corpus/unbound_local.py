def f():
    print(x)
    x = 1
try:
    f()
except UnboundLocalError as e:
    print(e)
def g(flag):
    if flag:
        y = 1
    return y
try:
    g(False)
except UnboundLocalError as e:
    print(type(e).__mro__[1].__name__, e)
def h():
    def i():
        return z
    try:
        i()
    except NameError as e:
        print(e)
    z = 1
h()
