a = b = [1]; a.append(2); print(b); x, y = y, x = 1, 2; print(x, y); i = 0; l = [0, 0, 0]; i, l[i] = 1, 5; print(i, l); del a; print(b)
try:
    print(a)
except NameError as e:
    print(e)
