"""Runs programs that come on standard input, each after its length in bytes; answers with output and traceback."""

import contextlib, io, os, signal, sys, tempfile

SECONDS = 5


class TooLong(BaseException):
    pass


def late(*_):
    raise TooLong


def shown(error, name):
    # The interpreter's own printer, which reads the source from the file.
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != name:
        trace = trace.tb_next
    text = io.StringIO()
    with contextlib.redirect_stderr(text):
        sys.__excepthook__(type(error), error.with_traceback(trace), trace)
    return text.getvalue()


def run(source, name):
    with open(name, "w", encoding="utf-8", newline="") as file:
        file.write(source)
    out = io.StringIO()
    try:
        code = compile(source, name, "exec")
    except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError) as error:
        return "refused", f"{error}\n"
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        with contextlib.redirect_stdout(out):
            exec(code, {"__name__": "__main__", "__builtins__": __builtins__})
    except TooLong:
        return "late", ""
    except SystemExit as error:
        out.write(f"exit {error.code}\n")
    except BaseException as error:
        signal.setitimer(signal.ITIMER_REAL, 0)
        return "ran", out.getvalue() + shown(error, name)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return "ran", out.getvalue()


folder = tempfile.TemporaryDirectory()
os.chdir(folder.name)
# The program's own frames start two levels lower here.
sys.setrecursionlimit(1002)
while True:
    line = sys.stdin.buffer.readline()
    if not line or line == b"end\n":
        break
    source = sys.stdin.buffer.read(int(line)).decode()
    kind, text = run(source, "program.py")
    answer = text.encode("utf-8", "backslashreplace")
    sys.stdout.buffer.write(b"%s %d\n%s" % (kind.encode(), len(answer), answer))
    sys.stdout.buffer.flush()
