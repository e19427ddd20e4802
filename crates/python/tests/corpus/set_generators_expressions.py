g = (x * x for x in range(4))
print(next(g), list(g), list(g), sum(x for x in [1, 2]), max((x for x in [3, 9]), default=0), ",".join(str(x) for x in range(3)), dict((x, x) for x in "ab"), sorted((x for x in "cab")), tuple(x for x in (1,)), set(x % 2 for x in range(5)))
n = 10
print([y for y in (n * i for i in range(3))], list(zip((i for i in range(3)), "abc")), list(map(str, (i for i in [1]))), list(enumerate(i for i in "x")), any(i for i in [0, 0]), all(i for i in []))
