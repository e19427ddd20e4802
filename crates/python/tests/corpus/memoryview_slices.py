m = memoryview(b"hello world"); print(m[6:].tobytes(), bytes(m[:5]), m[-1], len(m[2:4]), m[::2].tobytes(), list(m[:3]), m[0:0].tobytes(), m.format, m.itemsize, m.shape)
a = bytearray(b"abcdef"); v = memoryview(a)[2:]; v[0] = 90; a[5] = 65; print(a, bytes(v)); v.release()
try:
    v[0]
except ValueError as e:
    print(e)
