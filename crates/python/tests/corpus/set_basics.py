s = {3, 1, 2}; s.add(5); s.discard(9); s.remove(1); print(sorted(s), len(s), 2 in s, s == {2, 3, 5}, set(), sorted(set("hello")))
a, b = {1, 2, 3, 4}, {3, 4, 5}; print(a & b, a | b, a - b, a ^ b, a <= b, {3} < a, a.isdisjoint({9}), a.union([7]), a.intersection(b, [4]), a.issubset(range(9)), a.issuperset([1]))
a.update([10]); a -= {1}; a &= {2, 3, 10}; a ^= {2, 77}; print(sorted(a)); x = a.pop(); print(len(a), frozenset([1, 2]) == {1, 2}, {frozenset([1]): 2})
