def deco(f):
    def wrapper(*a, **k):
        print("before", f.__name__)
        r = f(*a, **k)
        print("after")
        return r
    return wrapper
def param(n):
    def d(f):
        def w(*a): return f(*a) * n
        return w
    return d
@deco
def hello(x): return x + 1
@param(3)
@param(2)
def five(): return 5
print(hello(1), five())
import functools
def logged(f):
    @functools.wraps(f)
    def w(*a): return f(*a)
    return w
@logged
def named():
    "doc"
    return 1
print(named.__name__, named.__doc__, named())
