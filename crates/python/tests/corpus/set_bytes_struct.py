import struct
print(struct.pack("!HI", 1, 2), struct.unpack("!HI", b"\x00\x01\x00\x00\x00\x02"), struct.calcsize("!HI"), struct.calcsize("HI"), struct.calcsize("@bq"))
print(struct.pack("<bBhHiIqQ", -1, 255, -2, 65535, -3, 4294967295, -4, 2 ** 64 - 1), struct.pack("ii", 1, 3))
print(struct.pack(">fd", 1.5, -2.25), struct.unpack("<d", struct.pack("<d", 0.1)), struct.pack("4s2x3s", b"ab", b"xyz"), struct.pack("?c", True, b"z"))
print(struct.unpack(">4sH", b"abcd\x01\x02"), struct.unpack_from("!H", b"\x00\x00\x01\x02", 2), list(struct.iter_unpack("<H", b"\x01\x00\x02\x00")), struct.pack("5p", b"abc"), struct.pack("e", 1.5))
s = struct.Struct("!I")
print(s.size, s.pack(7), s.unpack(b"\0\0\0\7"))
buf = bytearray(6)
struct.pack_into("!H", buf, 2, 513)
print(buf)
for f in (lambda: struct.pack("H", 70000), lambda: struct.pack("b", 200), lambda: struct.unpack("I", b"a"), lambda: struct.pack("I", "x"), lambda: struct.pack("II", 1), lambda: struct.pack("Z", 1), lambda: struct.pack("i", 2 ** 40)):
    try:
        f()
    except struct.error as e:
        print(e)
