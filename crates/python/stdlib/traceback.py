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


class FrameSummary:
    def __init__(self, filename, lineno, name, *, line=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line

    @property
    def line(self):
        if self._line is None:
            self._line = _lab.source_line(self.filename, self.lineno)
        return self._line

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, index):
        return [self.filename, self.lineno, self.name, self.line][index]

    def __repr__(self):
        return '<FrameSummary file %s, line %s in %s>' % (self.filename, self.lineno, self.name)


class StackSummary(list):
    def format(self):
        return ['  File "%s", line %d, in %s\n    %s\n' % tuple(frame) for frame in self]


def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def extract_tb(tb, limit=None):
    frames = [FrameSummary(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in walk_tb(tb)]
    return StackSummary(frames if limit is None else frames[:limit] if limit >= 0 else frames[limit:])


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    (file or sys.stderr).write(''.join(format_tb(tb, limit)))


def format_list(extracted_list):
    return StackSummary([FrameSummary(*frame) if isinstance(frame, tuple) else frame for frame in extracted_list]).format()


def clear_frames(tb):
    pass
