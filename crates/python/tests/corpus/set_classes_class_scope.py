x = "global"
class A:
    x = "class"
    y = x + "!"
    z = [i for i in range(3)]
    def f(self): return x
    class Inner:
        v = 1
        def g(self): return "inner"
    if True:
        w = 5
    for k in range(2): pass
print(A.x, A.y, A.z, A().f(), A.Inner.v, A.Inner().g(), A.w, A.k, A.Inner.__qualname__)
def make(n):
    class L:
        m = n
        def get(self): return n
    return L
print(make(3).m, make(4)().get(), make(1).__qualname__)
