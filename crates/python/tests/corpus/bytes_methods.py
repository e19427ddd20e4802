b = b"a,b,c"
print(b.split(b","), b.find(b","), b.replace(b",", b"-"), b.startswith(b"a"), b.upper(), b.count(b","), b",".join([b"x", b"y"]), b.partition(b","), b" x ".strip(), b.index(b"b"), b"ab".ljust(4, b"."), b"12".isdigit(), b"a\nb".splitlines(), b.rsplit(b",", 1), b"x".rjust(3), b"Ab".lower(), b"%d %s" % (3, b"z"))
