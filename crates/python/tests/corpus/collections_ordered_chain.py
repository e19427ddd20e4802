from collections import OrderedDict, ChainMap
o = OrderedDict([("a", 1), ("b", 2)]); o.move_to_end("a"); print(o, o.popitem(last=False), list(o)); m = ChainMap({"a": 1}, {"a": 2, "b": 3}); print(m["a"], m["b"], len(m), "c" in m, sorted(m))
