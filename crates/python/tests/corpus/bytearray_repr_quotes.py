for content in [b"\\'q", b"'", b'"', b"'\"", b"\\", b"\\'\\\"", b"it's", b"\x00'\n", b"\\\\'", b""]:
    print(bytearray(content), bytes(content), repr(bytearray(content)) == 'bytearray(' + repr(content) + ')')
