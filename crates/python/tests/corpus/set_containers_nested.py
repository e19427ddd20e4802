m = [[1, 2], [3, 4]]
m[0][1] = 9
print(m, [row[::-1] for row in m], list(zip(*m)), [sum(r) for r in m], {"a": {"b": [1, {"c": 2}]}}["a"]["b"][1]["c"])
l = [1]; l.append(l); print(l); d = {}; d["d"] = d; print(d)
