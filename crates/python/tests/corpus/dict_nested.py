tree = {"a": {"b": {"c": 1}}, "l": [1, {"x": 2}]}
tree["a"]["b"]["d"] = tree["l"][1]["x"] + 1; tree.setdefault("n", {}).setdefault("m", []).append(4); print(tree)
counts = {}
for w in "the cat the dog the end".split():
    counts.setdefault(w, []).append(len(counts))
print(counts)
