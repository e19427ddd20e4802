l = [3, 1, 2]
l.append(5); l.extend([9, 8]); l.insert(1, 7); l += (4,); print(l, len(l), l.index(9), l.count(1), 5 in l)
print(l.pop(), l.pop(0), l); l.remove(9); l.reverse(); print(l); l.sort(); print(l); l.sort(reverse=True, key=lambda v: v % 4); print(l, l.copy() == l, l * 2, [0] * 3, l + [1])
l.clear(); print(l)
