d = dict(a=1); print(d.update(b=2), d, d.get("z"), d.setdefault("a", 5), d.setdefault("n"), d, d.pop("n"), "n" not in d, d == dict(b=2, a=1), d != {}, list(d | {"z": 0}), bool({}), len(d), repr({1: {2: 3}}), {"x": []}["x"], str({}), {1, 2} == {2, 1}, {}.get("a", {}).get("b")); d.update([("k", "v")]); d.update({}); print(d); e = d.copy(); e["a"] = 100; print(d["a"], e["a"])
try:
    {}.popitem()
except KeyError as e:
    print(e)
