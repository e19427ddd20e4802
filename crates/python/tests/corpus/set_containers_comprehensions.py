print([x * y for x in range(3) for y in range(3) if x != y], {x % 3 for x in range(9)}, {x: str(x) for x in range(3)}, list(x for x in "abc"), [[j for j in range(i)] for i in range(3)], [a if a % 2 else -a for a in range(4)], [(i, c) for i, c in enumerate("ab")])
x = "outer"
[x for x in range(3)]
print(x, sum(i for i in range(10)), any(i > 3 for i in range(5)), all(i < 3 for i in range(5)), [y := 5, y + 1], y, max((len(w), w) for w in ["a", "bbb"]), dict((k, 1) for k in "ab"), [f() for f in [lambda i=i: i for i in range(3)]])
