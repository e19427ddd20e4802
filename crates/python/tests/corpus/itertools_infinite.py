from itertools import count, cycle, repeat, islice, takewhile, dropwhile
print(list(islice(count(5, 2), 4)), list(islice(cycle("ab"), 5)), list(repeat(7, 3)), list(takewhile(lambda x: x < 3, count())), list(dropwhile(lambda x: x < 3, range(6))), list(islice("abcdef", 1, 5, 2)), list(islice(range(10), 3)))
