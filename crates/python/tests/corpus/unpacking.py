a, *b, c = range(6); print(a, b, c)
*a, b = "xyz"; print(a, b); (a, b), c = (1, 2), 3; print(a, b, c); [x, [y]] = [1, [2]]; print(x, y)
print([*range(3), *"ab"], (*[1], 2), {**{"a": 1}, "b": 2}, {*[1, 2], 3} == {1, 2, 3}); a = *[1, 2], 3; print(a)
for i, (j, k) in [(1, (2, 3)), (4, (5, 6))]:
    print(i, j, k)
for f in ("a, b = 1, 2, 3", "a, b, c = [1, 2]", "a, *b = []", "a, b = 5"):
    try:
        exec_env = {}
        if f == "a, b = 1, 2, 3":
            a, b = (1, 2, 3)
        elif f == "a, b, c = [1, 2]":
            a, b, c = [1, 2]
        elif f == "a, *b = []":
            a, *b = []
        else:
            a, b = 5
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
