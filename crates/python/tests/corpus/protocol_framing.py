def frame(msg): return len(msg).to_bytes(4, "big") + msg
def unframe(buf):
    out = []
    while len(buf) >= 4:
        n = int.from_bytes(buf[:4], "big")
        if len(buf) < 4 + n: break
        out.append(buf[4:4 + n]); buf = buf[4 + n:]
    return out, buf
stream = frame(b"hello") + frame(b"") + frame(b"world!")[:-2]
print(unframe(stream), unframe(stream[:3]))
