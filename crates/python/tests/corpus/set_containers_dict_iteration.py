d = {i: i * i for i in range(5)}
for k, v in d.items():
    print(k, v, end=" ")
print(d, {v: k for k, v in d.items()}, sorted(d, reverse=True), max(d), sum(d.values()), list(reversed(d)), d.keys() & {1, 2}, d.keys() - {1}, {1: 2}.items() == {1: 2}.items(), 3 in d.keys(), 9 in d.values())
