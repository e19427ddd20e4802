class A:
    x = 1
    def m(self): return "m"
a = A(); print(getattr(a, "x"), getattr(a, "m")(), hasattr(A, "m"), getattr(a, "q", None), [n for n in dir(a) if not n.startswith("_")], vars(a), isinstance(a, object), issubclass(bool, int), A.__dict__["x"])
