b = b"hello"
print(b[0], b[-1], b[1:3], b[::-1], b[:0], len(b), 104 in b, b"ell" in b, b + b"!", b * 2, b == b"hello", b < b"help", hash(b) == hash(b"hello"))
print(list(b), [x for x in b], b.hex(), b.hex(" "), b.hex(":", 2), bytes.fromhex("68 65"), b.decode(), str(b, "ascii"), str(b))
