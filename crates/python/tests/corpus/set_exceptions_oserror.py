import errno, socket
for n in (11, 32, 104, 111, 110, 13, 2, 98, 4, 103, 115, 9999):
    e = OSError(n, "text")
    print(type(e).__name__, e.errno, e.strerror, e, e.args)
print(OSError("only"), OSError("only").errno, repr(OSError(5, "x")), OSError(2, "No such", "file").filename, str(OSError(2, "No such", "f")), errno.ECONNRESET, errno.errorcode[104], socket.error is OSError, socket.timeout is TimeoutError)
