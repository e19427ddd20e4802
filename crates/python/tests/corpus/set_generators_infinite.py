def count(n=0):
    while True:
        yield n
        n += 1
for i in count():
    if i > 3: break
print(i, next(count(5)), [x for x, _ in zip(count(), "abc")])
import itertools
print(list(itertools.islice(count(), 2, 8, 2)))
