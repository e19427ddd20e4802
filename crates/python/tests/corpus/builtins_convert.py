print(int("5"), float("2.5"), str(5), bool("x"), list("ab"), tuple([1]), set([1, 1]), dict(a=1), bytes([65]), complex is not None, chr(65), ord("a"), hex(10), bin(3), oct(9), abs(-1), round(2.567, 1), divmod(9, 4), pow(2, 5), repr("x"), ascii("é"), hash(1) == hash(1.0), len("abc"), callable(len), isinstance(1, (str, int)), id(1) == id(1), type(1) is int)
for f in (lambda: int("a"), lambda: int([]), lambda: float("x"), lambda: ord("ab"), lambda: chr(-1), lambda: len(1), lambda: int(None), lambda: abs("x"), lambda: round("x"), lambda: sorted(5), lambda: float(None), lambda: "a" < 1, lambda: [] < 3, lambda: -"a", lambda: ~1.5):
    try:
        f()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
