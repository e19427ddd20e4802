n = 0
def inc():
    global n
    n += 1
def outer():
    c = 10
    def inner():
        nonlocal c
        c += 1
        return c
    return inner(), inner(), c
inc(); inc(); print(n, outer())
