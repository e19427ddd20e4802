class R:
    def __repr__(self): return "<R>"
    def __str__(self): return "str R"
print([R()], (R(),), {R: 1} and {"r": R()}, R(), [[], {}, (), set()], {"a": {"b": ["c", ("d",)]}}, [None, True, 1.0, "s", b"b"], {"k": 'it\'s'}, [1e20, 1e-7, -0.0], [range(2), slice(1)], ["\n", "中", "\\"]); l = []; l.append(l); d = {}; d["d"] = d; print(l, d)
