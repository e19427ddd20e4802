def change(l, d, n):
    l.append(1); d["k"] = 1; n += 1; l = [9]; return n
l, d, n = [], {}, 5; print(change(l, d, n), l, d, n)
def keep(v, seen={}):
    seen[v] = seen.get(v, 0) + 1
    return dict(seen)
print(keep("a"), keep("b"), keep("a"))
