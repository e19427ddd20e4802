print(1 < 2 < 3, 1 < 2 > 1, 1 == 1.0, 1 != 2, 3 >= 3, "a" < "b", [1, 2] < [1, 3], (1,) < (1, 2), "abc" > "ab")
print(1 < 2.5, 2 ** 60 == float(2 ** 60), 2 ** 53 + 1 == float(2 ** 53 + 1), float("nan") == float("nan"))
try:
    1 < "a"
except TypeError as e:
    print(e)
try:
    [] < ()
except TypeError as e:
    print(e)
