import _socket
import io


def has_dualstack_ipv6():
    return False


def close(fd):
    _socket.close(fd)


def fromfd(fd, family, type, proto=0):
    import os
    return socket(family, type, proto, fileno=os.dup(fd))


_SERVICES = {'http': 80, 'https': 443, 'ftp': 21, 'ssh': 22, 'telnet': 23, 'smtp': 25, 'domain': 53, 'echo': 7,
             'discard': 9, 'daytime': 13, 'time': 37, 'pop3': 110, 'imap2': 143}


def getservbyname(name, proto='tcp'):
    if name in _SERVICES:
        return _SERVICES[name]
    raise OSError('service/proto not found')


def getservbyport(port, proto='tcp'):
    for name, number in _SERVICES.items():
        if number == port:
            return name
    raise OSError('port/proto not found')


def getfqdn(name=''):
    return name or gethostname()


def gethostbyaddr(host):
    return (host, [], [gethostbyname(host)])


def gethostbyname_ex(host):
    return (host, [], [gethostbyname(host)])


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    if isinstance(port, str):
        if port.isdigit():
            port = int(port)
        elif port in _SERVICES:
            port = _SERVICES[port]
        else:
            raise gaierror(-8, 'Servname not supported for ai_socktype')
    elif isinstance(port, bytes):
        port = int(port)
    if port is None:
        port = 0
    if family not in (0, 2):
        raise gaierror(-9, 'Address family for hostname not supported')
    if host is None or host == '':
        address = '0.0.0.0' if flags & 1 else '127.0.0.1'
    else:
        address = gethostbyname(host)
    found = []
    for kind, protocol in ((1, 6), (2, 17), (3, 0)):
        if type in (0, kind) and proto in (0, protocol):
            found.append((2, kind, protocol, '', (address, port)))
    if not found:
        raise gaierror(-7, 'ai_socktype not supported')
    return found


def getnameinfo(address, flags):
    return (address[0], str(address[1]))


def inet_pton(family, text):
    return inet_aton(text)


def inet_ntop(family, packed):
    return inet_ntoa(packed)


_GLOBAL_DEFAULT_TIMEOUT = object()


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *, all_errors=False):
    host, port = address
    exceptions = []
    for family, kind, proto, name, target in getaddrinfo(host, port, 0, 1):
        sock = None
        try:
            sock = socket(family, kind, proto)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(target)
            exceptions.clear()
            return sock
        except error as exc:
            if not all_errors:
                exceptions.clear()
            exceptions.append(exc)
            if sock is not None:
                sock.close()
    if len(exceptions):
        try:
            raise exceptions[0]
        finally:
            exceptions.clear()
    raise error('getaddrinfo returns an empty list')


def create_server(address, *, family=2, backlog=None, reuse_port=False, dualstack_ipv6=False):
    if family != 2:
        raise OSError(97, 'Address family not supported by protocol')
    sock = socket(family, 1)
    try:
        sock.setsockopt(1, 2, 1)
        if reuse_port:
            sock.setsockopt(1, 15, 1)
        try:
            sock.bind(address)
        except error as err:
            message = '%s (while attempting to bind on address %r)' % (err.strerror, address)
            raise error(err.errno, message) from None
        if backlog is None:
            sock.listen()
        else:
            sock.listen(backlog)
        return sock
    except error:
        sock.close()
        raise


class SocketIO(io.RawIOBase):
    def __init__(self, sock, mode):
        self._sock = sock
        self.mode = mode
        self.closed = False
        self._timeout_occurred = False
        sock._open_file()

    def readable(self):
        return 'r' in self.mode

    def writable(self):
        return 'w' in self.mode

    def fileno(self):
        return self._sock.fileno()

    def readinto(self, buffer):
        if self._timeout_occurred:
            raise OSError('cannot read from timed out object')
        try:
            return self._sock.recv_into(buffer)
        except timeout:
            self._timeout_occurred = True
            raise
        except BlockingIOError:
            return None

    def _receive(self, size):
        if self._timeout_occurred:
            raise OSError('cannot read from timed out object')
        try:
            return self._sock.recv(size)
        except timeout:
            self._timeout_occurred = True
            raise
        except BlockingIOError:
            return None

    def write(self, data):
        try:
            return self._sock.send(data)
        except BlockingIOError:
            return None

    def close(self):
        if self.closed:
            return
        self.closed = True
        sock = self._sock
        self._sock = None
        sock._close_file()


def _makefile(self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None):
    if not set(mode) <= {'r', 'w', 'b'}:
        raise ValueError('invalid mode %r (only r, w, b allowed)' % (mode,))
    writing = 'w' in mode
    reading = 'r' in mode or not writing
    binary = 'b' in mode
    raw = SocketIO(self, ('r' if reading else '') + ('w' if writing else ''))
    if buffering is None or buffering < 0:
        buffering = 8192
    if buffering == 0:
        if not binary:
            raise ValueError('unbuffered streams must be binary')
        return raw
    if reading and writing:
        buffer = io.BufferedRWPair(raw, raw, buffering)
    elif reading:
        buffer = io.BufferedReader(raw, buffering)
    else:
        buffer = io.BufferedWriter(raw, buffering)
    if binary:
        return buffer
    text = io.TextIOWrapper(buffer, encoding, errors, newline)
    text.mode = mode
    return text


def _sendfile(self, file, offset=0, count=None):
    total = 0
    while count is None or total < count:
        data = file.read(8192 if count is None else min(8192, count - total))
        if not data:
            break
        self.sendall(data)
        total += len(data)
    return total


def socketpair(family=None, type=1, proto=0):
    listener = socket(2, 1)
    listener.bind(('127.0.0.1', 0))
    listener.listen()
    client = socket(2, 1)
    client.connect(listener.getsockname())
    server, _ = listener.accept()
    listener.close()
    return server, client


def if_nameindex():
    raise OSError(95, 'the lab does not list interfaces to programs')


_KINDS = {'AddressFamily': 'AF_', 'SocketKind': 'SOCK_', 'MsgFlag': 'MSG_', 'AddressInfo': 'AI_'}


def __getattr__(name):
    if name not in _KINDS:
        raise AttributeError("module 'socket' has no attribute %r" % name)
    import enum
    names = {}
    for known in dir(_socket):
        if known.startswith(_KINDS[name]):
            names[known] = getattr(_socket, known)
    kind = enum.IntFlag if name in ('MsgFlag', 'AddressInfo') else enum.IntEnum
    made = enum._convert(names, kind, name, 'socket')
    import socket
    setattr(socket, name, made)
    return made
