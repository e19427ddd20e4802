print(all([]), any([]), all([1, 0]), any([0, 2]), list(enumerate("ab", 5)), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, range(4))), sum([[1], [2]], []), sorted([3, 1, 2], reverse=True), list(reversed([1, 2])), list(zip("ab", [1, 2], (True, False))), max([1, 5, 3]), min("hello"), max("a", "bb", key=len), max([], default=7))
try:
    max([])
except ValueError as e:
    print(e)
try:
    sum(["a"])
except TypeError as e:
    print(e)
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as e:
    print(e)
