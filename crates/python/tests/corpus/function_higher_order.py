def compose(*fs):
    def g(x):
        for f in reversed(fs): x = f(x)
        return x
    return g
inc, dbl = lambda x: x + 1, lambda x: x * 2; print(compose(inc, dbl)(5), compose(dbl, inc)(5), compose()(7), list(map(compose(str, inc), [1, 2]))); table = {"+": lambda a, b: a + b, "-": lambda a, b: a - b}; print([table[o](7, 3) for o in "+-"], (lambda f, n: f(f, n))(lambda s, n: 1 if n < 2 else n * s(s, n - 1), 6))
