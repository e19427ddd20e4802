kinds = [ArithmeticError, AssertionError, AttributeError, BlockingIOError, BrokenPipeError, BufferError, ChildProcessError, ConnectionAbortedError, ConnectionError, ConnectionRefusedError, ConnectionResetError, DeprecationWarning, EOFError, EncodingWarning, EnvironmentError, FileExistsError, FileNotFoundError, FloatingPointError, FutureWarning, GeneratorExit, IOError, ImportError, ImportWarning, IndentationError, IndexError, InterruptedError, IsADirectoryError, KeyError, KeyboardInterrupt, LookupError, MemoryError, ModuleNotFoundError, NameError, NotADirectoryError, NotImplementedError, OSError, OverflowError, PermissionError, ProcessLookupError, RecursionError, ReferenceError, ResourceWarning, RuntimeError, StopIteration, SyntaxError, SystemError, SystemExit, TabError, TimeoutError, TypeError, UnboundLocalError, UnicodeError, UnicodeWarning, UserWarning, ValueError, Warning, ZeroDivisionError]
for kind in kinds:
    try:
        raise kind("why")
    except BaseException as error:
        print(kind.__name__, [c.__name__ for c in kind.__mro__[1:-2]], error.args, str(error), repr(error))
for number in (1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 103, 104, 110, 111, 115, 99):
    print(number, type(OSError(number, "text")).__name__)
for bad in (lambda: b"\xff".decode(), lambda: "é".encode("ascii"), lambda: b"\x80abc".decode("ascii"), lambda: [].pop(), lambda: {}.popitem(), lambda: (1).missing, lambda: next(iter(())), lambda: int("z"), lambda: "a" + 1, lambda: [1][5], lambda: {}["k"], lambda: 1 / 0, lambda: chr(-1), lambda: "%d" % "x", lambda: range(1, 2, 0), lambda: memoryview("s"), lambda: bytes([300]), lambda: __import__("nothing_like_it")):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
