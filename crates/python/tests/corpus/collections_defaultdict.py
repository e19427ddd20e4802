from collections import defaultdict
d = defaultdict(list); d["a"].append(1); d["a"].append(2); d["b"]; print(d, dict(d), d.get("zz"), "zz" in d, len(d)); n = defaultdict(int)
for w in "a b a".split(): n[w] += 1
print(n, sorted(n.items()))
t = defaultdict(lambda: defaultdict(int)); t["x"]["y"] += 5; print(t["x"]["y"], defaultdict(None, {"k": 1})["k"])
