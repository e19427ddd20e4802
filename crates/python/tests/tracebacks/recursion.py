def down(n):
    if n == 0:
        raise RuntimeError("the bottom")
    down(n - 1)


down(9)
