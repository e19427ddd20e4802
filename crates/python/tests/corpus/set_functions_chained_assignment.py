a = b = []
a.append(1)
x = y, z = 1, 2
print(b, x, y, z)
i = 0
l = [0, 0]
i, l[i] = 1, 5
print(i, l)
