for s in ("1.5.2", "", "abc", "1e", ".", "--1", "1 2"):
    try:
        print(float(s))
    except ValueError as e:
        print(e)
print(float(".5"), float("5."), float("1E5"), float("-inf"), float("+1.5"), float("  3  "), float("1e-400"), float("1e400"))
