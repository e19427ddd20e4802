from collections import deque, Counter, defaultdict, OrderedDict, namedtuple, ChainMap
d = deque([1, 2, 3], maxlen=3)
d.append(4); d.appendleft(0); print(d, len(d), d[0], list(d)); d.rotate(1); print(d, d.pop(), d.popleft(), deque("ab"))
try:
    deque().popleft()
except IndexError as e:
    print(e)
c = Counter("abracadabra"); print(c, c.most_common(2), c["z"], c["a"], sum(c.values())); c.update("aaa"); print(c["a"], c + Counter("b"), Counter(a=2) - Counter(a=1))
dd = defaultdict(list); dd["a"].append(1); dd["b"]; print(dd, dict(dd), "c" in dd); di = defaultdict(int); di["x"] += 2; print(di)
o = OrderedDict([("a", 1), ("b", 2)]); o.move_to_end("a"); print(o, list(o), o.popitem(last=False))
P = namedtuple("P", "x y"); p = P(1, y=2); print(p, p.x, p[1], p._replace(x=5), p._asdict(), P._fields, p == (1, 2), P._make([3, 4])); x, y = p; print(x, y)
print(ChainMap({"a": 1}, {"a": 2, "b": 3})["b"])
