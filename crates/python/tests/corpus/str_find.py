s = "abracadabra"
print(s.find("abra"), s.find("abra", 1), s.find("x"), s.rfind("abra"), s.index("c"), s.count("a"), s.count("abra"), s.count(""), s.startswith("abr"), s.endswith(("x", "ra")), s.startswith("bra", 1))
try:
    s.index("z")
except ValueError as e:
    print(e)
