b = b"a,b,,c"
print(b.split(b","), b.split(b",", 1), b.rsplit(b",", 1), b" x  y ".split(), b.partition(b","), b.rpartition(b","), b",".join([b"x", b"y"]), b.find(b"b"), b.rfind(b","), b.index(b"c"), b.count(b","), b.find(44))
print(b" x ".strip(), b"xxaxx".strip(b"x"), b"abc".upper(), b"ABC".lower(), b"aXb".replace(b"X", b"--"), b"abc".startswith(b"a"), b"abc".endswith((b"x", b"c")), b"12".isdigit(), b"ab".isalpha(), b"a\nb\r\nc".splitlines())
print(b"a".ljust(3), b"a".rjust(3, b"."), b"ab".center(5), b"7".zfill(3), b"abc".removeprefix(b"a"), b"hello world".title(), b"abc".translate(bytes(range(256)), b"b"))
