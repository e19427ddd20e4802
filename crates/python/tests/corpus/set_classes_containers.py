class L:
    def __init__(self): self.d = {}
    def __getitem__(self, k):
        if isinstance(k, slice): return ("slice", k.start, k.stop, k.step)
        return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __len__(self): return len(self.d)
l = L(); l["a"] = 1; l["b"] = 2; l["a"] += 5; del l["b"]
print(l["a"], len(l), l[1:2], l[::3], bool(l), bool(L()))
try: l["zz"]
except KeyError as e: print(e)
class S:
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
print(list(S()), 20 in S(), [x for x in S()])
