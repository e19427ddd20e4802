s = {3, 1, 2}
s.add(4); s.add(1); s.discard(9); s.remove(2)
print(s, len(s), 1 in s, s | {9}, s & {1, 3}, s - {1}, s ^ {1, 7}, s <= {1, 3, 4, 5}, s < s, s == {4, 3, 1}, set(), {1, 2} >= {1}, set([1, 1]), frozenset([2, 1]), {1}.isdisjoint({2}))
print(s.union([7], [8]), s.intersection([1]), s.difference([1]), s.symmetric_difference([1]), s.issubset(range(9)), s.issuperset([1]), s.copy() is s)
s.update([10], {11}); s -= {10}; s |= {12}; s &= {1, 3, 12}; s ^= {5}; print(s, {frozenset([1]): 2}, sorted({"b", "a"}), len({1, 1.0, True}))
try:
    s.remove(99)
except KeyError as e:
    print(e)
try:
    {[]}
except TypeError as e:
    print(e)
s.clear(); print(s)
try:
    s.pop()
except KeyError as e:
    print(e)
