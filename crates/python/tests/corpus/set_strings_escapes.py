print("\x41\u0042\U00000043\101\N{BULLET}" if False else "\x41\u0042\U00000043\101", "a\
b", "\a\b\f\v".encode())
