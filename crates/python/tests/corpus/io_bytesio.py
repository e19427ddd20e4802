import io
b = io.BytesIO(b"abcdef"); print(b.read(2), b.read(), b.read(), b.tell()); b.seek(0); b.write(b"XY"); print(b.getvalue(), b.seek(0, 2), len(b.getbuffer())); b.seek(1); print(b.read(3), io.BytesIO(b"l1\nl2\n").readlines(), io.BytesIO(b"l1\nl2").readline())
with io.BytesIO() as w:
    w.write(b"123"); print(w.getvalue())
