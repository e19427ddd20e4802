print("a\tb\\n\x41\u00e9\N{BULLET}\101", r"raw\n", "con" "cat", """tri
ple""", 'a\
b')
print(ord("a"), chr(97), chr(8364), ord("中"), ascii("é中"), repr("\u200b"), len("😀"))
