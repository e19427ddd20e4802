import struct
print(struct.pack("!I", 5), struct.pack("<H", 258), struct.pack(">bBhHiIqQ", -1, 255, -2, 65535, -3, 4294967295, -4, 2**64 - 1), struct.pack("!H5s", 5, b"hello"), struct.pack("3s", b"abcdef"), struct.pack("5s", b"ab"), struct.pack("!?c", True, b"z"), struct.pack("!fd", 1.5, -2.25), struct.pack("!2H", 1, 2), struct.pack("!xHx", 7))
