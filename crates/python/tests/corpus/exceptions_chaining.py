try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("bad") from e
except ValueError as v:
    print(v, repr(v.__cause__), v.__suppress_context__)
try:
    try:
        {}["x"]
    except KeyError:
        raise RuntimeError("while handling")
except RuntimeError as r:
    print(repr(r.__context__), r.__cause__)
try:
    try:
        1 / 0
    except Exception:
        raise TypeError("t") from None
except TypeError as t:
    print(t.__cause__, t.__suppress_context__, repr(t.__context__))
