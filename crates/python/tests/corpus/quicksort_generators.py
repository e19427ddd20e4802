def qs(a):
    if len(a) <= 1: return a
    p, *r = a
    return qs([x for x in r if x < p]) + [p] + qs([x for x in r if x >= p])
seed = 12345; data = []
for _ in range(50):
    seed = (seed * 1103515245 + 12345) % 2**31; data.append(seed % 100)
print(qs(data) == sorted(data), data[:10], qs(data)[:10])
