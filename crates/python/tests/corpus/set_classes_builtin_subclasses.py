class MyList(list):
    def total(self): return sum(self)
    def append(self, x): super().append(x * 2)
m = MyList([1, 2]); m.append(3); print(m, m.total(), len(m), m[0], isinstance(m, list), m + [1], m == [1, 2, 6], [x for x in m], m[1:])
class MyDict(dict):
    def __missing__(self, k): return "missing " + k
    def __setitem__(self, k, v): super().__setitem__(k, v + 1)
d = MyDict(a=1); d["b"] = 1; print(d, d["zz"], d.get("zz"), "a" in d, len(d), list(d.items()))
class MyInt(int):
    def double(self): return self * 2
    def __new__(cls, v): return super().__new__(cls, v + 1)
i = MyInt(4); print(i, i.double(), i + 1, type(i + 1).__name__, i == 5, hash(i) == hash(5), isinstance(i, int))
class MyStr(str):
    def shout(self): return self.upper() + "!"
s = MyStr("hi"); print(s, s.shout(), s + "x", len(s), s == "hi", {s: 1}["hi"], "%s" % s, f"{s:>4}")
class MyTuple(tuple): pass
print(MyTuple([1, 2]), MyTuple((1,)) == (1,))
