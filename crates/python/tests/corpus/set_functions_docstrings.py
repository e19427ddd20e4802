def f():
    """Doc here."""
class C:
    "class doc"
    def m(self): "method doc"
print(f.__doc__, C.__doc__, C.m.__doc__, f.__qualname__, C.m.__qualname__, C.__name__, (lambda: 0).__name__)
