s = "  xx hello xx  "
print(repr(s.strip()), repr(s.lstrip()), repr(s.rstrip()), repr(s.strip(" x")), repr("abcba".strip("ab")), repr("www.example.com".removeprefix("www.").removesuffix(".com")))
