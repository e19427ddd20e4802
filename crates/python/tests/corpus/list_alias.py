a = [1, 2]; b = a; c = a[:]; b.append(3); print(a, c, a is b, a is c, a == [1, 2, 3])
m = [[0] * 2] * 2; m[0][0] = 1; print(m); n = [[0] * 2 for _ in range(2)]; n[0][0] = 1; print(n)
a.append(a); print(a, len(a))
