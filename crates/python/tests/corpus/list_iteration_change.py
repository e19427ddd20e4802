l = [1, 2, 3, 4]
for x in l:
    if x < 3:
        l.append(x * 10)
print(l)
out = []
for i, x in enumerate(l, start=1):
    out.append((i, x))
print(out, list(reversed(l)), list(zip(l, "ab")), list(zip([1], [2], [3])), list(zip()))
