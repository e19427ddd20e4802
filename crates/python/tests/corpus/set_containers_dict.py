d = {"a": 1, "b": 2}
d["c"] = 3; d["a"] = 10
print(d, d["a"], len(d), "a" in d, "z" not in d, d.get("z"), d.get("z", 0), list(d), list(d.keys()), list(d.values()), list(d.items()), d.keys(), d.values(), d.items())
print(d.pop("a"), d, d.pop("z", None), d.setdefault("q", []), d.setdefault("b", 9), d.popitem(), d)
d.update({"x": 1}, y=2); d.update([("z", 3)]); print(d, dict(a=1), dict([("k", "v")]), dict(d) == d, {**d, "x": 0}, d | {"n": 1}, dict.fromkeys("ab", 0))
del d["x"]; print(d); d.clear(); print(d, bool(d), {1: "a", 1.0: "b", True: "c"}, {(1, 2): 3, None: 4, "s": 5})
