r = range(2, 20, 3); print(r, list(r), len(r), r[2], r[-1], 8 in r, 9 in r, r[1:4], list(r[::-1]), r.start, r.stop, r.step, range(0), range(5, 0, -2)[1], r.index(11), r == range(2, 19, 3), bool(range(0)), sum(range(101)), range(10**20)[10**19], list(range(3, -3, -2)), r.count(5))
try:
    range(1, 2, 0)
except ValueError as e:
    print(e)
try:
    range(2)[5]
except IndexError as e:
    print(e)
