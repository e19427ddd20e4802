data = iter([3, 2, 1, 0, 5])
while (n := next(data)):
    print(n, end=" ")
print(n, [m for x in range(5) if (m := x * 2) > 4], m)
def f():
    return [last := i for i in range(3)], last
print(f())
