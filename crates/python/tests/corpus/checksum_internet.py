def checksum(data):
    if len(data) % 2: data += b"\0"
    s = sum(int.from_bytes(data[i:i + 2], "big") for i in range(0, len(data), 2))
    while s >> 16: s = (s & 0xffff) + (s >> 16)
    return ~s & 0xffff
h = bytes.fromhex("45000039638e40004006bf2d0a0001020a000302"); print(hex(checksum(h)), hex(checksum(h[:10] + b"\0\0" + h[12:])), checksum(b""), checksum(b"a"))
