b = b"hello\x00\xff"
print(b, len(b), b[0], b[-1], b[1:3], b + b"x", b * 2, b == b"hello\x00\xff", 104 in b, b"ll" in b, list(b[:3]), b.hex(), b[::-1], bytes(3), bytes([1, 2]), bytes(b"x"), bytes("é", "utf-8"), bytes.fromhex("ff 00"), b"a" < b"b")
