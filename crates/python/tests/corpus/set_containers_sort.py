print(sorted([3, 1, 2]), sorted("banana"), sorted([3, 1, 2], reverse=True), sorted(["bb", "a", "ccc"], key=len), sorted([("b", 1), ("a", 2), ("b", 0)]), sorted({"z": 1, "a": 2}), sorted([1.5, 1, True, 0]))
d = [("a", 3), ("b", 1), ("c", 3)]
d.sort(key=lambda p: p[1]); print(d); d.sort(key=lambda p: p[1], reverse=True); print(d)
class V:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return "V%d" % self.v
print(sorted([V(3), V(1), V(2), V(1)]), min([V(3), V(1)]), max([V(3), V(1)]), sorted([V(3), V(1), V(2)], reverse=True))
