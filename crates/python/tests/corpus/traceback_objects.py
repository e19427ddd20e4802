import sys
import traceback


def inner(n):
    return 1 / n


def outer():
    return inner(0)


try:
    outer()
except ZeroDivisionError as error:
    tb = error.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next
    kind, value, trace = sys.exc_info()
    print(kind.__name__, value is error, trace is not None, sys.exception() is error)
    print([(f.name, f.lineno, f.line) for f in traceback.extract_tb(error.__traceback__)])
    print(traceback.format_exception_only(kind, value), type(error.__traceback__).__name__)
    print(error.with_traceback(None) is error)
print(sys.exc_info(), ValueError().__traceback__)


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        print(kind.__name__, value, trace.tb_lineno if trace else None)
        return True


with Guard():
    raise KeyError("k")
