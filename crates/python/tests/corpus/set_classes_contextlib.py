from contextlib import contextmanager, suppress, closing, ExitStack
@contextmanager
def tag(n):
    print("<%s>" % n)
    try: yield n.upper()
    finally: print("</%s>" % n)
with tag("a") as t: print(t)
try:
    with tag("b"): raise KeyError("k")
except KeyError as e: print("caught", e)
with suppress(ValueError): int("x")
class C:
    def close(self): print("closed")
with closing(C()) as c: print("in")
with ExitStack() as st:
    st.enter_context(tag("x")); st.callback(print, "cb")
