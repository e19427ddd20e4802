try:
    raise ValueError("v", 1, None)
except ValueError as e:
    print(e, e.args, len(e.args), e.__class__.__name__, str(ValueError()), repr(ValueError("x")), str(KeyError("k")), str(KeyError()), ValueError(5).args)
class E(Exception):
    def __init__(self, a, b): self.a, self.b = a, b
e = E(1, 2); print(e.args, e.a, repr(e), isinstance(e, BaseException), issubclass(E, Exception))
print([c.__name__ for c in BlockingIOError.__mro__], issubclass(TimeoutError, OSError), issubclass(UnicodeDecodeError, ValueError), issubclass(ModuleNotFoundError, ImportError), OSError is IOError)
