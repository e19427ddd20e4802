d = {}
for k in "zebra":
    d[k] = d.get(k, 0) + 1
print(d); d["z"] = 0; del d["e"]; d["e"] = 5; print(d, max(d), min(d, key=d.get), sorted(d.items(), key=lambda kv: (kv[1], kv[0])))
