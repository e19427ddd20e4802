e = OSError(111, "Connection refused"); print(type(e).__name__, e.errno, e.strerror, e, e.args)
for n in (11, 32, 104, 110, 111, 103, 2, 13, 4, 22, 10, 17):
    e = OSError(n, "m"); print(n, type(e).__name__)
try:
    raise ConnectionResetError(104, "Connection reset by peer")
except OSError as e:
    print(e.errno, e, isinstance(e, ConnectionError))
print(OSError("just text"), OSError("just text").errno, OSError(5))
