for i, c in enumerate("añ中😀"): print(i, c, ord(c), c.encode("utf-8"), len(c.encode()))
print([c for c in "abc"], list(map(ord, "AZ")), "".join(sorted("hello")), set("aab") == {"a", "b"}, tuple("xy"))
