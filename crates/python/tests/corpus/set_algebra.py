evens, small = set(range(0, 20, 2)), set(range(6)); print(sorted(evens & small), sorted(small - evens), sorted(evens ^ small)[:5], len(evens | small), small > {1, 2}, small >= small, small > small, {1} <= {1}, set() < {1}, sorted(small.symmetric_difference([99])), sorted(small.difference([0], {1})), set("ab") == set("ba"), evens.isdisjoint({1, 3})); s = set(); s.update("ab", [1]); print(len(s), "a" in s); s.clear(); print(s, bool(s)); f = frozenset("ab"); print(len(f | {"c"}), type(f | {"c"}).__name__, type({"c"} | f).__name__, "a" in f, hash(f) == hash(frozenset("ba")))
try:
    f.add("z")
except AttributeError as e:
    print(e)
