data = bytearray(b"abcdefgh")
v = memoryview(data)
print(len(v), v[0], bytes(v[2:5]), v[2:5].tobytes(), v.tolist()[:3], v == b"abcdefgh", v.readonly, v.nbytes)
v[0] = 90
v[1:3] = b"YX"
print(data, bytes(v[-2:]))
w = memoryview(b"const")
try:
    w[0] = 1
except TypeError as e:
    print(e)
with memoryview(b"xyz") as m:
    print(m[1])
