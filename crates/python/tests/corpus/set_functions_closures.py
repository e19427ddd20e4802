def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
a, b = counter(), counter()
print(a(), a(), a(5), b())
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
def outer():
    x = 1
    def mid():
        def inner():
            nonlocal x
            x += 1
            return x
        return inner
    return mid()(), x
print(outer())
