a = list(range(10))
print(a[2:5], a[-3:], a[:-7], a[5:2], a[::3], a[::-2], a[8:2:-2], a[20:], a[-20:3], a[slice(1, 4)], slice(1, 2), slice(None, 5).indices(3), a[True], a[None:2])
try:
    a[::0]
except ValueError as e:
    print(e)
try:
    a["a":]
except TypeError as e:
    print(e)
