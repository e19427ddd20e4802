print("{} {}".format(1, 2), "{1} {0}".format("a", "b"), "{x} {y!r}".format(x=1, y="q"), "{0[1]} {0[0]}".format([5, 6]), "{a.real}".format(a=3), "{:>5}|{:<5}|{:^5}".format(1, 2, 3), "{{}}".format(), "{:{w}.{p}f}".format(3.14159, w=8, p=2))
try:
    "{} {}".format(1)
except IndexError as e:
    print(e)
try:
    "{x}".format(y=1)
except KeyError as e:
    print(repr(e))
