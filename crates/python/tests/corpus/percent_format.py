print("%s %d %r" % ("a", 3, "b"), "%(x)s-%(y)03d" % {"x": 1, "y": 2}, "%5s|%-5s|%05.1f" % ("a", "b", 2.25), "%s" % ((1, 2),), "%d%%" % 50, "%i" % 3.7, "%x" % 255, "%#x" % 255, "%.2s" % "abc", "%*d" % (5, 42))
try:
    "%d" % "x"
except TypeError as e:
    print(e)
try:
    "%s %s" % (1,)
except TypeError as e:
    print(e)
try:
    "%s" % (1, 2)
except TypeError as e:
    print(e)
