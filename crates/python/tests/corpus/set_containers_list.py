a = [3, 1, 2]
a.append(4); a.extend([5, 6]); a.insert(0, 0); a.insert(-1, 9)
print(a, len(a), a[0], a[-1], a[1:3], a[::-1], a[::2], 3 in a, a.index(2), a.count(1))
print(a.pop(), a.pop(0), a); a.remove(9); a.sort(); print(a); a.reverse(); print(a, a.copy() == a, a.copy() is a)
del a[0]; del a[1:3]; print(a); a[0:1] = [7, 8, 9]; print(a); a[::2] = [0, 0]; print(a); a.clear(); print(a, [1] * 3, [1, 2] + [3], [[]] * 2)
a += (1, 2); a *= 2; print(a, list(range(3)), list("ab"), list({"k": 1}))
