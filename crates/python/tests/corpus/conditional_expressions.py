for x in (-1, 0, 1):
    print("neg" if x < 0 else "zero" if x == 0 else "pos", (x and "t") or "f", x if x else "none", [1, 2][x > 0], not x, x is not None and x >= 0, 0 <= x < 1 or "out")
a = b = None; print(a or b or "default", a and a.x, (a is None) == (b is None), 1 and 2 and 3, 1 and 0 and 3, "" or [] or {} or 0)
