class A:
    def f(self, x): return self, x
a = A(); m = a.f; print(m(3)[1], m(1)[0] is a, A.f(a, 2)[1], m.__self__ is a, m == a.f)
def g(self): return "patched"
A.g = g; print(a.g()); a.h = lambda: "inst"; print(a.h())
