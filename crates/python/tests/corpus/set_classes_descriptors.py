class D:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, cls=None): return self if obj is None else "get " + self.name
    def __set__(self, obj, v): print("set", self.name, v)
class C: f = D(); g = D()
c = C(); c.f = 5; print(c.f, c.g)
