s = "naïve café 日本語 😀"
print(len(s), s[2], s[-1], s[11:14], s.upper(), s.encode(), s.encode("utf-8").decode() == s)
print(s.find("日"), s.split(), "é" < "z", ord("é"), chr(8364), [c for c in "日本"])
print("abc".encode("ascii"), "é".encode("latin-1"), b"\xe9".decode("latin-1"), "é".encode("ascii", "replace"), "é".encode("ascii", "ignore"), b"a\xffb".decode("utf-8", "replace"), b"a\xff".decode("ascii", "ignore"))
