import io
s = io.StringIO(); s.write("hello\n"); print("to file", file=s); print(repr(s.getvalue()), s.tell()); s.seek(0); print(s.readline(), s.read()); t = io.StringIO("a\nb\nc"); print(list(t), t.read(), [l.strip() for l in io.StringIO("x\ny\n")])
