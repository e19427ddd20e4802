for v in (1, 1.5, "s", b"b", [1], (1,), {1: 2}, {1}, None, True, range(3), len, lambda: 0, int, Exception("e")):
    print(type(v).__name__, isinstance(v, (int, float)), callable(v), bool(v), end="; ")
print(); print(isinstance([], (list, tuple)), issubclass(bool, (int, str)), type(1) == int, type("") is str, isinstance(1, int | str), isinstance(None, type(None)))
try:
    isinstance(1, 5)
except TypeError as e:
    print(e)
