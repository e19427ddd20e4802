a = bytearray(b"hello world")
print(a.title(), a.capitalize(), a.swapcase(), a.center(15, b"*"), a.ljust(13, b"."), a.rjust(13), a.zfill(14), a.isascii(), a.islower(), a.isupper(), a.istitle())
print(a.removeprefix(b"hello "), a.removesuffix(b"world"), a.translate(bytes.maketrans(b"lo", b"01")), bytearray.fromhex("00ff 10"), b"Ab Cd".istitle(), b"ab Cd".istitle(), b"".istitle())
print(b"a\tbc\td".expandtabs(4), bytearray(b"\tx").expandtabs(), b"x\ty".expandtabs(0), bytes.maketrans(b"a", b"b")[97])
m = memoryview(b"abcdef")
print(m.shape, m.ndim, m.strides, m.contiguous, m.c_contiguous, m.nbytes, m.itemsize, m.format, m.readonly, m.suboffsets, m[::2].tobytes(), m[::-1].tolist(), m == b"abcdef")
w = memoryview(bytearray(b"xyz"))
r = w.toreadonly()
print(r.readonly, w.readonly, r.tobytes())
try:
    r[0] = 1
except TypeError as error:
    print(error)
d = bytearray(range(10))
del d[::3]
print(list(d))
del d[1:3]
print(list(d))
with memoryview(d) as view:
    view[0] = 200
print(d[0])
try:
    view[0]
except ValueError as error:
    print(error)
try:
    bytes.maketrans(b"ab", b"c")
except ValueError as error:
    print(error)
