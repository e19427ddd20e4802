words = ["pear", "fig", "apple", "kiwi", "date"]
print(sorted(words), sorted(words, key=len), sorted(words, key=lambda w: (len(w), w), reverse=True), sorted(words, key=str.upper), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([True, False, 2, 0.5]), sorted({"b": 1, "a": 2}))
l = [5, 2]; r = l.sort(); print(l, r)
