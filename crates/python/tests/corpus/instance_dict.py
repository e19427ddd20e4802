class Box:
    kind = "box"

    def __init__(self, **values):
        self.__dict__.update(values)

    def __repr__(self):
        return f"Box({self.__dict__})"


b = Box(x=1, y=2)
print(b, b.x, vars(b), b.__dict__ is b.__dict__)
b.__dict__["z"] = 3
b.w = 4
print(b.z, b.__dict__, list(vars(b)), "w" in b.__dict__)
del b.__dict__["x"]
del b.y
print(hasattr(b, "x"), b, getattr(b, "y", "none"))
b.__dict__ = {"fresh": True}
print(b.fresh, b.kind, b.__dict__)
b.kind = "own"
print(b.__dict__, Box.kind, b.kind)
import copy
c = copy.copy(b)
c.fresh = False
print(b.fresh, c.fresh)


class Shared:
    state = {}

    def __init__(self):
        self.__dict__ = self.state


one, two = Shared(), Shared()
one.value = 5
print(two.value, Shared.state)
try:
    b.__dict__ = 3
except TypeError as error:
    print(error)


def f(a, b=2):
    c = a + b
    return sorted(locals().items()), dir(), vars() == locals()


print(f(1))
print("Box" in dir(), "f" in vars(), sorted(k for k in locals() if len(k) == 1))


class Names:
    first = 1
    found = sorted(k for k in locals() if not k.startswith("__"))


print(Names.found, [n for n in dir(Names()) if not n.startswith("_")])
