class A:
    def m(self, x): return (self.n, x)
a = A(); a.n = 1
f = a.m; a.n = 2
print(f(5), f.__self__ is a, f.__func__ is A.m, a.m == a.m, f.__name__, list(map(a.m, [1])))
A.m2 = lambda self: self.n * 10; print(a.m2()); a.f3 = lambda: "inst"; print(a.f3())
import types
print(isinstance(f, types.MethodType), isinstance(A.m, types.FunctionType))
