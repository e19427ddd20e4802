import struct
print(struct.pack("=IH", 1, 2), struct.pack("@H", 1), struct.calcsize("=BI"), struct.calcsize("@BI"), struct.pack("@BI", 1, 2), struct.pack("ii", 1, -2))
