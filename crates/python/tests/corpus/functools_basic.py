import functools
print(functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]), functools.reduce(lambda a, b: a + b, [], 10), functools.partial(pow, 2)(5), functools.partial(int, base=2)("101"))
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(60))
def deco(f):
    @functools.wraps(f)
    def g(*a): return f(*a) + 1
    return g
@deco
def named(x):
    "doc"
    return x
print(named(1), named.__name__, named.__doc__, sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
