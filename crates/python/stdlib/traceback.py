import _lab
import sys


def _current(exc=None):
    return _lab.handled() if exc is None else exc


def format_exc(limit=None, chain=True):
    error = _current()
    if error is None:
        return 'NoneType: None\n'
    return _lab.format_exception(error)


def print_exc(limit=None, file=None, chain=True):
    (file or sys.stderr).write(format_exc())


def _pick(exc, value):
    return value if value is not None else exc


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    text = _lab.format_exception(_pick(exc, value))
    return text.splitlines(True)


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    (file or sys.stderr).write(_lab.format_exception(_pick(exc, value)))


def format_exception_only(exc, /, value=None):
    return [_lab.last_line(_pick(exc, value)) + '\n']
