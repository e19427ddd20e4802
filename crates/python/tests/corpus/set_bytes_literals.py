print(b"abc", b"\x00\xff'\"", b'a"b', b"it's", bytes([1, 2, 255]), bytes(3), bytes("é", "utf-8"), b"a" b"b", rb"\n", bytes(b"x"), bytes(range(5)))
