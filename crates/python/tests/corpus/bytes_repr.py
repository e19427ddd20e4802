print(b"'", b'"', b"'\"", b"\t\n\r\\", bytes(range(32, 48)), bytes(range(120, 136)), repr(b"\x7f"), str(b"x"))
