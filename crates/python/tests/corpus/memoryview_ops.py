buf = bytearray(10)
v = memoryview(buf)
v[0:3] = b"abc"; v[9] = 122
w = v[1:4]
w[0] = 66
print(buf, len(v), v[0], bytes(w), w.tobytes(), w.tolist(), v.nbytes, v.readonly, memoryview(b"xy").readonly, v[2:5] == b"c\0\0")
try:
    memoryview(b"ab")[0] = 1
except TypeError as e:
    print(e)
