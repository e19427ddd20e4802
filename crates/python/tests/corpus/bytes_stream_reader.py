class Reader:
    def __init__(self, chunks): self.chunks, self.buf = list(chunks), b""
    def recv(self, n): return self.chunks.pop(0)[:n] if self.chunks else b""
    def exactly(self, n):
        while len(self.buf) < n:
            more = self.recv(4096)
            if not more: raise EOFError(f"wanted {n}, got {len(self.buf)}")
            self.buf += more
        out, self.buf = self.buf[:n], self.buf[n:]
        return out
    def line(self):
        while b"\n" not in self.buf:
            self.buf += self.recv(4096) or b"\n"
        l, _, self.buf = self.buf.partition(b"\n")
        return l
r = Reader([b"he", b"llo wor", b"ld\nnext ", b"line\nxy"]); print(r.exactly(5), r.line(), r.line(), r.exactly(1))
try:
    r.exactly(9)
except EOFError as e:
    print(e)
