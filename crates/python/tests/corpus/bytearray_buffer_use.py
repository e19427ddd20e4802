buf = bytearray(); 
for part in (b"one", b"two", b"three"): buf += len(part).to_bytes(2, "big") + part
out = []
while buf:
    n = int.from_bytes(buf[:2], "big"); out.append(bytes(buf[2:2 + n])); del buf[:2 + n]
print(out, buf, len(buf))
try:
    bytearray(b"a").append(300)
except ValueError as e:
    print(e)
try:
    bytearray(b"a")[5] = 1
except IndexError as e:
    print(e)
