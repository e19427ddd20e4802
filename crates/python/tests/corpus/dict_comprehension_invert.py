d = {"a": 1, "b": 2, "c": 1}; inv = {}
for k, v in d.items(): inv.setdefault(v, []).append(k)
print(inv, {v: k for k, v in d.items()}, {k.upper(): v ** 2 for k, v in d.items() if v > 1}, dict(zip(d.values(), d)), dict(sorted(d.items(), key=lambda kv: -kv[1])), {**d, "a": 0}, {i: {j: i * j for j in range(2)} for i in range(2)}, sum(d.values()), max(d, key=d.get), list(d.items())[0], dict(enumerate("ab")))
