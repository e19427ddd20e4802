x = "global"
def a():
    print(x)
def b():
    x = "local"
    def c():
        return x
    return c()
class K:
    x = "class"
    def m(self): return x
    y = [x for _ in range(1)]
a(); print(b(), K().m(), K.x, K.y, x)
def d():
    global fresh
    fresh = 5
d(); print(fresh)
print([i for i in range(3)], "i" in dir())
