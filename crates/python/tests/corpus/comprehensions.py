print([x * y for x in range(3) for y in range(x)], [x for x in range(20) if x % 2 if x % 3], {x: x * x for x in range(4)}, sorted({c for c in "hello"}), list(x for x in range(3)), [[j for j in range(i)] for i in range(3)], [(a, b) for a, b in {"x": 1}.items()], sum(x for x in range(5)))
x = "outer"; l = [x for x in range(3)]; print(x, l)
