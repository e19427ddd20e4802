x = 5
print(1 < x < 10, 1 < x > 3, 1 < 2 < 2, 3 == 3.0, 1 != 1, not 0, 5 > 4 >= 4)
print(True + True, True == 1, isinstance(True, int), bool(0), bool(-1))
