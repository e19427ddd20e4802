print("a,b,,c".split(","), " a  b ".split(), "a b c d".split(" ", 2), "a b c d".rsplit(" ", 2), "a b c".rsplit(None, 1), "".split(), "".split(","))
print(",".join(["a", "b"]), "".join("abc"), "-".join(str(i) for i in range(4)), "a\nb\r\nc\n".splitlines(), "a\nb".splitlines(True))
print("k=v=w".partition("="), "k=v=w".rpartition("="), "kv".partition("="), "kv".rpartition("="))
try:
    ",".join([1])
except TypeError as e:
    print(e)
