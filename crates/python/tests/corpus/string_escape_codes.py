print("bell\a".encode(), "\x1b[0m".encode(), "\u4e2d\U0001f600", "a\
b", r"\d+\n", rb"\x", b"\x41\\", "\'\"", '\'', "tab\tq", "nul\0".encode(), "\x7f".encode(), len("\r\n"), repr("\r\n\t\x00\x1f\x80\xa0\xad"), u"u", "é" == "\xe9")
