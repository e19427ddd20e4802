for f in (lambda: "a" + 1, lambda: 1 + "a", lambda: "a" * "b", lambda: "abc"[5], lambda: "abc"["x"], lambda: "a".nope, lambda: len(5), lambda: "a" in 5, lambda: 1 in "a", lambda: "a".split(""), lambda: ord("ab"), lambda: chr(-1)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
