out = []
for i in range(4):
    for j in range(4):
        if j == i:
            break
        if (i + j) % 2:
            continue
        out.append((i, j))
print(out)
