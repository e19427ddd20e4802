import struct
def frame(m):
    return struct.pack("!I", len(m)) + m
buf = frame(b"hello") + frame(b"") + frame(b"world!")
out = []
while len(buf) >= 4:
    n, = struct.unpack("!I", buf[:4])
    if len(buf) < 4 + n:
        break
    out.append(buf[4:4 + n])
    buf = buf[4 + n:]
print(out, buf)
