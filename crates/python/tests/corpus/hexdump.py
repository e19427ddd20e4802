def hexdump(b, w=16):
    for i in range(0, len(b), w):
        row = b[i:i + w]
        print(f"{i:04x}  {' '.join(f'{x:02x}' for x in row):<{w * 3}} {''.join(chr(x) if 32 <= x < 127 else '.' for x in row)}")
hexdump(b"hello, world\n\x00\xff and some more bytes")
