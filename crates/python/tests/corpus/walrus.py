data = [1, 5, 2, 8]
if (n := len(data)) > 3:
    print("long", n)
print([y for x in data if (y := x * 2) > 3], y)
it = iter(data)
while (v := next(it, None)) is not None:
    print(v, end=",")
print()
