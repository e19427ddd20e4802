d = {"a": 1, "b": 2}; d["c"] = 3; d["a"] = 9
print(d, len(d), d["b"], d.get("x"), d.get("x", 0), "a" in d, list(d), list(d.keys()), list(d.values()), list(d.items()))
del d["b"]; print(d, d.pop("c"), d.pop("zz", None), d.setdefault("q", []), d, d.popitem(), d); d.update({"m": 1}, n=2); print(d, dict(x=1, y=2), dict([("p", 1)]), dict.fromkeys("ab", 0), d.copy() == d); d.clear(); print(d)
