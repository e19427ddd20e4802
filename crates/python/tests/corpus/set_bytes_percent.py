print(b"%d %s %x %5d|%-5d|%c" % (1, b"x", 255, 2, 3, 65), b"%b" % b"raw", b"GET %s HTTP/1.%d\r\n" % (b"/", 1))
