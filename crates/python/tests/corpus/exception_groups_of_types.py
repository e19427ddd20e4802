errs = (KeyError, IndexError)
for f in (lambda: {}[1], lambda: [][1], lambda: int("q")):
    try:
        f()
    except errs as e:
        print("lookup", type(e).__name__, isinstance(e, LookupError))
    except Exception as e:
        print("other", e)
