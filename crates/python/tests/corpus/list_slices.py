l = list(range(10))
print(l[2:5], l[::3], l[::-1], l[-3:], l[:-7], l[8:2:-2], l[5:5], l[100:], l[-100:2])
l[2:4] = ["a", "b", "c"]; print(l); l[::4] = [0, 0, 0]; print(l); del l[1:3]; print(l); del l[::2]; print(l); l[1:1] = [7, 7]; print(l); l[:] = []; print(l)
try:
    l = [1, 2, 3, 4]; l[::2] = [1]
except ValueError as e:
    print(e)
