try:
    int("x")
except ValueError as e:
    raise RuntimeError("cannot parse") from e
