a = b = c = [1]
del a
try:
    a
except NameError as e:
    print(e)
x, y = 1, 2
del x, y
d = {"k": 1, "l": 2}; del d["k"]
class O: pass
o = O(); o.z = 1; del o.z
print(b, d, hasattr(o, "z"))
