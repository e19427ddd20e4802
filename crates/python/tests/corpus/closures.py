fs = [lambda: i for i in range(3)]; print([f() for f in fs]); fs = [lambda i=i: i for i in range(3)]; print([f() for f in fs])
def counter():
    n = 0
    def up(by=1):
        nonlocal n
        n += by
        return n
    return up
a, b = counter(), counter(); print(a(), a(5), b(), a.__name__)
def make(k):
    return lambda x: x * k
print([make(k)(10) for k in range(3)])
