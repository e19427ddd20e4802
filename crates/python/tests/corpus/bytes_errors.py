for f in (lambda: b"a" + "b", lambda: b"abc"[9], lambda: bytes([256]), lambda: b"a".join(["b"]), lambda: bytes("x"), lambda: bytes(-1), lambda: b"abc".index(b"z")):
    try:
        print(f())
    except (TypeError, IndexError, ValueError) as e:
        print(type(e).__name__, e)
