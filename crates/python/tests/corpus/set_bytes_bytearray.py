a = bytearray(b"abc")
a.append(100)
a += b"ef"
a.extend([103, 104])
a[0] = 65
print(a, len(a), a[1], a[1:3], bytes(a), a == b"Abcdefgh", a.pop(), a.pop(0), a)
del a[0]
a[1:2] = b"XYZ"
a.insert(0, 33)
a.reverse()
print(a, a.find(b"X"), b"X" in a, a.decode(), a * 2, a + b"!")
a.clear()
print(a, bytearray(4), bytearray("é", "utf-8"), repr(bytearray(b"'")))
try:
    bytearray(b"a")[5] = 1
except IndexError as e:
    print(e)
try:
    bytearray(b"a")[0] = 300
except ValueError as e:
    print(e)
