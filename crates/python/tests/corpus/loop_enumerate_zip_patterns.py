names, ages = ["a", "b", "c"], [3, 1, 2]
for i, (n, a) in enumerate(zip(names, ages), 1): print(f"{i}. {n}={a}")
for a, b in zip(names, names[1:]): print(a + b, end=" ")
for k in reversed(range(3)): print(k, end=" ")
for ch in sorted(set("hello")): print(ch, end="")
print(); total = 0
for row in [[1, 2], [3, 4]]:
    for v in row: total += v
print(total, [n for _, n in sorted(zip(ages, names))], dict(zip(names, ages)), list(zip(*[(1, 2), (3, 4)])))
