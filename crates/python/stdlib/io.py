from _lab import UnsupportedOperation

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
DEFAULT_BUFFER_SIZE = 8192


class IOBase:
    closed = False

    def close(self):
        if not self.closed:
            self.flush()
            self.closed = True

    def flush(self):
        pass

    def readable(self):
        return False

    def writable(self):
        return False

    def seekable(self):
        return False

    def isatty(self):
        return False

    def fileno(self):
        raise UnsupportedOperation('fileno')

    def _check(self):
        if self.closed:
            raise ValueError('I/O operation on closed file.')

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1):
        lines = []
        total = 0
        for line in self:
            lines.append(line)
            total += len(line)
            if hint is not None and 0 < hint <= total:
                break
        return lines

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def _receive(self, size):
        return self.read(size)


class RawIOBase(IOBase):
    def _receive(self, size):
        buffer = bytearray(size)
        count = self.readinto(buffer)
        return None if count is None else bytes(buffer[:count])

    def read(self, size=-1):
        if size < 0:
            return self.readall()
        return self._receive(size)

    def readall(self):
        pieces = []
        while True:
            data = self._receive(8192)
            if not data:
                break
            pieces.append(data)
        return b''.join(pieces)

    def readline(self, size=-1):
        line = b''
        while size < 0 or len(line) < size:
            byte = self._receive(1)
            if not byte:
                break
            line += byte
            if byte == b'\n':
                break
        return line


class BufferedIOBase(IOBase):
    pass


class BufferedReader(BufferedIOBase):
    def __init__(self, raw, buffer_size=8192):
        self.raw = raw
        self._size = buffer_size
        self._buffer = b''

    def readable(self):
        return True

    def fileno(self):
        return self.raw.fileno()

    def _fill(self, size=0):
        data = self.raw._receive(max(size, self._size))
        if data is None:
            return None
        self._buffer += data
        return len(data)

    def read(self, size=-1):
        self._check()
        if size is None or size < 0:
            data = self._buffer
            self._buffer = b''
            pieces = [data]
            while True:
                data = self.raw._receive(self._size)
                if not data:
                    break
                pieces.append(data)
            return b''.join(pieces)
        while len(self._buffer) < size:
            got = self._fill()
            if got is None and not self._buffer:
                return None
            if not got:
                break
        data = self._buffer[:size]
        self._buffer = self._buffer[size:]
        return data

    def read1(self, size=-1):
        self._check()
        if size is None or size < 0:
            size = self._size
        if not self._buffer:
            self._fill()
        data = self._buffer[:size]
        self._buffer = self._buffer[size:]
        return data

    def readinto(self, target):
        data = self.read(len(target))
        if data is None:
            return None
        target[:len(data)] = data
        return len(data)

    def peek(self, size=0):
        if not self._buffer:
            self._fill()
        return self._buffer

    def readline(self, size=-1):
        self._check()
        while True:
            end = self._buffer.find(b'\n')
            if end >= 0:
                end += 1
                break
            if 0 <= size <= len(self._buffer):
                end = size
                break
            if not self._fill():
                end = len(self._buffer)
                break
        if 0 <= size < end:
            end = size
        line = self._buffer[:end]
        self._buffer = self._buffer[end:]
        return line

    def close(self):
        if not self.closed:
            self.closed = True
            self.raw.close()


class BufferedWriter(BufferedIOBase):
    def __init__(self, raw, buffer_size=8192):
        self.raw = raw
        self._size = buffer_size
        self._pending = bytearray()

    def writable(self):
        return True

    def fileno(self):
        return self.raw.fileno()

    def write(self, data):
        self._check()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        if len(self._pending) + len(data) > self._size:
            self.flush()
        self._pending += data
        if len(self._pending) > self._size:
            self.flush()
        return len(data)

    def flush(self):
        self._check()
        while self._pending:
            count = self.raw.write(bytes(self._pending))
            if count is None:
                raise BlockingIOError(11, 'write could not complete without blocking', 0)
            del self._pending[:count]

    def close(self):
        if not self.closed:
            try:
                self.flush()
            finally:
                self.closed = True
                self.raw.close()


class BufferedRWPair(BufferedIOBase):
    def __init__(self, reader, writer, buffer_size=8192):
        self.reader = BufferedReader(reader, buffer_size)
        self.writer = BufferedWriter(writer, buffer_size)

    def readable(self):
        return True

    def writable(self):
        return True

    def fileno(self):
        return self.reader.fileno()

    def read(self, size=-1):
        return self.reader.read(size)

    def read1(self, size=-1):
        return self.reader.read1(size)

    def readinto(self, target):
        return self.reader.readinto(target)

    def peek(self, size=0):
        return self.reader.peek(size)

    def readline(self, size=-1):
        return self.reader.readline(size)

    def write(self, data):
        return self.writer.write(data)

    def flush(self):
        self.writer.flush()

    def close(self):
        if not self.closed:
            self.closed = True
            self.writer.close()
            self.reader.close()


class TextIOBase(IOBase):
    pass


class TextIOWrapper(TextIOBase):
    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        self.buffer = buffer
        self.encoding = encoding or 'utf-8'
        self.errors = errors or 'strict'
        self._newline = newline
        self._line_buffering = line_buffering
        self._pending = ''
        self._text = ''
        self._bytes = b''
        self._ended = False

    def readable(self):
        return self.buffer.readable()

    def writable(self):
        return self.buffer.writable()

    def fileno(self):
        return self.buffer.fileno()

    def write(self, text):
        self._check()
        if not isinstance(text, str):
            raise TypeError('write() argument must be str, not ' + type(text).__name__)
        written = text
        if self._newline not in (None, '', '\n'):
            written = written.replace('\n', self._newline)
        self._pending += written
        if len(self._pending) > 8192 or (self._line_buffering and '\n' in text):
            self._push()
        return len(text)

    def _push(self):
        if self._pending:
            data = self._pending.encode(self.encoding, self.errors)
            self._pending = ''
            self.buffer.write(data)

    def flush(self):
        self._check()
        self._push()
        self.buffer.flush()

    def _more(self):
        if self._ended:
            return False
        data = self.buffer.read1(8192)
        if data is None:
            return False
        if not data:
            self._ended = True
        self._bytes += data
        try:
            text = self._bytes.decode(self.encoding, self.errors)
            self._bytes = b''
        except UnicodeDecodeError as error:
            if self._ended or len(self._bytes) - error.start > 3:
                raise
            text = self._bytes[:error.start].decode(self.encoding)
            self._bytes = self._bytes[error.start:]
        if self._newline is None:
            if text.endswith('\r') and not self._ended:
                text = text[:-1]
                self._bytes = b'\r' + self._bytes
            text = text.replace('\r\n', '\n').replace('\r', '\n')
        self._text += text
        return bool(data)

    def read(self, size=-1):
        self._check()
        if self._pending:
            self.flush()
        while size is None or size < 0 or len(self._text) < size:
            if not self._more():
                break
        if size is None or size < 0:
            size = len(self._text)
        text = self._text[:size]
        self._text = self._text[size:]
        return text

    def readline(self, size=-1):
        self._check()
        if self._pending:
            self.flush()
        ending = self._newline or '\n'
        while ending not in self._text:
            if 0 <= size <= len(self._text):
                break
            if not self._more():
                break
        end = self._text.find(ending)
        end = len(self._text) if end < 0 else end + len(ending)
        if 0 <= size < end:
            end = size
        line = self._text[:end]
        self._text = self._text[end:]
        return line

    def close(self):
        if not self.closed:
            try:
                if self.buffer.writable():
                    self.flush()
            finally:
                self.closed = True
                self.buffer.close()


class BytesIO(BufferedIOBase):
    def __init__(self, initial_bytes=b''):
        self._data = bytearray(initial_bytes)
        self._at = 0

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def getvalue(self):
        self._check()
        return bytes(self._data)

    def getbuffer(self):
        return memoryview(self._data)

    def read(self, size=-1):
        self._check()
        if size is None or size < 0:
            size = len(self._data)
        data = bytes(self._data[self._at:self._at + size])
        self._at += len(data)
        return data

    read1 = read

    def readinto(self, target):
        data = self.read(len(target))
        target[:len(data)] = data
        return len(data)

    def readline(self, size=-1):
        self._check()
        end = self._data.find(b'\n', self._at)
        end = len(self._data) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        data = bytes(self._data[self._at:end])
        self._at += len(data)
        return data

    def write(self, data):
        self._check()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        missing = self._at - len(self._data)
        if missing > 0:
            self._data += bytes(missing)
        self._data[self._at:self._at + len(data)] = data
        self._at += len(data)
        return len(data)

    def seek(self, offset, whence=0):
        self._check()
        if whence == 0:
            if offset < 0:
                raise ValueError('negative seek value %d' % offset)
            self._at = offset
        elif whence == 1:
            self._at = max(0, self._at + offset)
        else:
            self._at = max(0, len(self._data) + offset)
        return self._at

    def tell(self):
        self._check()
        return self._at

    def truncate(self, size=None):
        if size is None:
            size = self._at
        del self._data[size:]
        return size


class StringIO(TextIOBase):
    def __init__(self, initial_value='', newline='\n'):
        self._data = initial_value or ''
        self._at = 0

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def getvalue(self):
        self._check()
        return self._data

    def read(self, size=-1):
        self._check()
        if size is None or size < 0:
            size = len(self._data)
        text = self._data[self._at:self._at + size]
        self._at += len(text)
        return text

    def readline(self, size=-1):
        self._check()
        end = self._data.find('\n', self._at)
        end = len(self._data) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        text = self._data[self._at:end]
        self._at += len(text)
        return text

    def write(self, text):
        self._check()
        if not isinstance(text, str):
            raise TypeError("string argument expected, got '%s'" % type(text).__name__)
        data = self._data
        if self._at > len(data):
            data += '\0' * (self._at - len(data))
        self._data = data[:self._at] + text + data[self._at + len(text):]
        self._at += len(text)
        return len(text)

    def seek(self, offset, whence=0):
        self._check()
        if whence == 0:
            if offset < 0:
                raise ValueError('Negative seek position %d' % offset)
            self._at = offset
        elif whence == 1:
            if offset:
                raise OSError("Can't do nonzero cur-relative seeks")
        else:
            if offset:
                raise OSError("Can't do nonzero cur-relative seeks")
            self._at = len(self._data)
        return self._at

    def tell(self):
        self._check()
        return self._at

    def truncate(self, size=None):
        if size is None:
            size = self._at
        self._data = self._data[:size]
        return size
