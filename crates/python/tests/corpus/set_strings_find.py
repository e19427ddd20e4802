s = "abcabc"
print(s.find("c"), s.rfind("c"), s.find("z"), s.index("b"), s.find("a", 1), s.find("c", 0, 2), s.count("a"), s.count("abc"), s.count(""), s.find(""))
try:
    s.index("z")
except ValueError as e:
    print(e)
