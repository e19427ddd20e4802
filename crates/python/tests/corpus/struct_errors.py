import struct
for f in (lambda: struct.pack("!H", 70000), lambda: struct.unpack("!I", b"abc"), lambda: struct.pack("!H"), lambda: struct.pack("!H", "x"), lambda: struct.pack("z", 1), lambda: struct.pack("!B", -1), lambda: struct.pack("!4s", "text")):
    try:
        print(f())
    except struct.error as e:
        print("error", e)
