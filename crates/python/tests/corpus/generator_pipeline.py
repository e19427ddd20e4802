def read(lines):
    for l in lines: yield l.strip()
def nonempty(it): return (l for l in it if l)
def numbered(it):
    n = 0
    for l in it:
        n += 1; yield n, l
src = [" a ", "", "b", "  ", " c"]; print(list(numbered(nonempty(read(src)))), sum(1 for _ in nonempty(read(src))), dict(numbered(iter("xy"))))
g = numbered("ab"); print(next(g), list(g), list(g), next(g, None)); print(type(g).__name__, iter(g) is g)
