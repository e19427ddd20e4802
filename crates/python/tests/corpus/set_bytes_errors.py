for f in (lambda: b"a" + "a", lambda: b"a"[5], lambda: bytes([256]), lambda: bytes(-1), lambda: bytes("a"), lambda: b"a".decode("x-nope"), lambda: b"".join(["a"]), lambda: "a" in b"a", lambda: b"a".index(b"z"), lambda: bytes.fromhex("zz"), lambda: bytes(1.5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
