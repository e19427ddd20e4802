import collections
import contextlib
import errno
import functools
import io
import json
import operator
import string
import sys
import time


@functools.singledispatch
def show(value):
    return f"something: {value}"


@show.register
def _(value: int):
    return f"number {value}"


@show.register(list)
def _(value):
    return f"list of {len(value)}"


print(show(3), show([1, 2]), show("x"), show(True), show.dispatch(int)(9))
d = json.JSONDecoder()
buffer = '{"a": 1}[2, 3] "x" 5'
at = 0
while at < len(buffer):
    value, at = d.raw_decode(buffer, at)
    print(value, at)
    while at < len(buffer) and buffer[at] == " ":
        at += 1
try:
    d.raw_decode("{oops", 0)
except json.JSONDecodeError as error:
    print(error, error.pos, error.lineno)


class Lower(collections.UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


u = Lower({"A": 1}, B=2)
print(u, u["a"], len(u), "b" in u, list(u), u.get("z"), sorted(u.items()))
l = collections.UserList([3, 1])
l.append(2)
print(l, l[0], len(l), sorted(l), l + [5])
chain = collections.ChainMap({"a": 1}, {"a": 2, "b": 3})
print(chain["a"], chain.parents["a"], dict(chain), list(chain.items()), chain.new_child({"c": 1})["c"])
err = io.StringIO()
with contextlib.redirect_stderr(err):
    print("to stderr", file=sys.stderr)
print(repr(err.getvalue()))


class Timer(contextlib.ContextDecorator):
    def __enter__(self):
        print("begin")

    def __exit__(self, *exc):
        print("end")


@Timer()
def work(x):
    return x + 1


print(work(1))
print(operator.iadd([1], [2]), operator.ixor(5, 1), operator.countOf([1, 2, 1], 1), operator.indexOf("abc", "c"), operator.call(max, 3, 4), operator.length_hint([1, 2]))
print(errno.ENOSPC, errno.errorcode[28], errno.EISDIR, errno.EOVERFLOW, errno.ENOTSUP, len(errno.errorcode) > 100)
print(string.Formatter().format("{0}-{name}", 1, name="n"), string.capwords("ab cd"))
print(time.CLOCK_MONOTONIC, time.clock_gettime(time.CLOCK_MONOTONIC) > 0, time.timezone, time.daylight)
print(sys.maxunicode, sys.version_info[:2] == (3, 11), sys.version_info.major, sys.version_info >= (3, 8), sys.getfilesystemencoding())


class Method:
    def base(self, a, b):
        return a, b

    half = functools.partialmethod(base, 1)


print(Method().half(2))
for warning in (RuntimeWarning, FutureWarning, SyntaxWarning, PendingDeprecationWarning, BytesWarning):
    print(warning.__name__, issubclass(warning, Warning), end=" ")
print(issubclass(IndentationError, SyntaxError), issubclass(TabError, IndentationError), issubclass(StopAsyncIteration, Exception))
