a, *b = 1, 2, 3
*c, d = "xyz"
(e, *f), g = [1, 2, 3], 4
for h, *i in [(1, 2, 3), (4,)]:
    print(h, i)
print(a, b, c, d, e, f, g)
def r(): return *b, 9
print(r())
