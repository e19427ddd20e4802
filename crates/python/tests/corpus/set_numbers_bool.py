print(True + True, True * 3, not True, True == 1, True is True, isinstance(True, int), bool([]), bool("a"), True & False, True ^ True, ~True)
print(int(True), str(False), True < 2, sum([True, False, True]))
