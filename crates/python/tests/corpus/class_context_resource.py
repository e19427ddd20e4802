class Res:
    open_count = 0
    def __init__(self, n): self.n = n
    def __enter__(self): Res.open_count += 1; return self
    def __exit__(self, *exc): Res.open_count -= 1; return False
    def use(self, ok=True):
        if not ok: raise OSError(5, "broken")
        return self.n * 2
with Res(1) as a, Res(2) as b: print(a.use(), b.use(), Res.open_count)
try:
    with Res(3) as c: c.use(False)
except OSError as e:
    print(e, e.errno, Res.open_count)
from contextlib import contextmanager, suppress, closing
@contextmanager
def tag(t):
    print(f"<{t}>")
    try:
        yield t.upper()
    finally:
        print(f"</{t}>")
with tag("p") as u: print(u)
with suppress(KeyError): {}["x"]
print("end")
