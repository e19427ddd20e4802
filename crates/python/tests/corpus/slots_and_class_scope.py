class C:
    a = 1
    b = a + 1
    l = [i for i in range(3)]
    def get(self): return self.b
    class Inner: v = 9
    for n in range(2): pass
print(C.b, C.l, C().get(), C.Inner.v, C().Inner().v, C.n, C.Inner.__qualname__, C.get.__qualname__)
class S:
    __slots__ = ("x",)
s = S(); s.x = 1
try:
    s.y = 2
except AttributeError as e:
    print(e)
