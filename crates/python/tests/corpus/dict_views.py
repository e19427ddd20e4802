d = {"a": 1, "b": 2, "c": 3}
print(d.keys(), d.values(), d.items(), d.keys() & {"a", "z"}, sorted(d.keys() | {"z"}), "a" in d.keys(), ("a", 1) in d.items(), 3 in d.values(), len(d.items()), list(reversed(d)), sorted(d.keys() - {"a"}))
