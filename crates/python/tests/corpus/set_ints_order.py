print({1, 2, 3}, {5, 3, 8, 1}, set(range(10)), {100, 1, 50}, {0}, {-1, -2, 4})
print(set([7, 7, 7]), {x % 4 for x in range(20)}, frozenset({2, 1}))
