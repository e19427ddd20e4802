import struct
print(struct.unpack("!I", b"\0\0\1\0"), struct.unpack("<hH", b"\xff\xff\xff\xff"), struct.unpack("!H3sB", b"\0\x05abc\x09"), struct.unpack(">d", struct.pack(">d", 0.1)), struct.unpack_from("!H", b"xx\0\x07", 2), struct.calcsize("!IHB"), struct.calcsize("IHB"), struct.calcsize("BI"), list(struct.iter_unpack("!H", b"\0\1\0\2")))
buf = bytearray(8); struct.pack_into("!I", buf, 2, 0xdeadbeef); print(buf)
s = struct.Struct("!HH"); print(s.size, s.pack(1, 2), s.unpack(b"\0\1\0\2"))
