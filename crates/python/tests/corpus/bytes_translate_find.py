b = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
head, _, rest = b.partition(b"\r\n"); print(head.split(b" "), rest, b.find(b"\r\n\r\n"), b.rfind(b"\r\n"), b.count(b"\r\n"), b.endswith(b"\r\n\r\n"), b[:3].lower(), b.splitlines(), b"a-b".translate(None, b"-"), b"abc".translate(bytes.maketrans(b"ab", b"xy")))
d = {}
for line in rest.decode().split("\r\n"):
    if ": " in line: k, v = line.split(": ", 1); d[k.lower()] = v
print(d)
