for f in (lambda: min([]), lambda: max(), lambda: sum(["a"]), lambda: int("x"), lambda: next(iter([])), lambda: len(), lambda: iter(5), lambda: list(5), lambda: [x for x in 5], lambda: sorted(5), lambda: abs("x"), lambda: ord(5), lambda: isinstance(1, 1), lambda: print(x=1), lambda: zip(1), lambda: getattr(1, "x"), lambda: "".join(5), lambda: list(zip([1], [1, 2], strict=True)), lambda: reversed(5), lambda: map(1), lambda: -"a", lambda: not_defined):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)
