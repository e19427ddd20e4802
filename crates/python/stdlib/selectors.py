import select
from collections import namedtuple

EVENT_READ = 1
EVENT_WRITE = 2

SelectorKey = namedtuple('SelectorKey', ['fileobj', 'fd', 'events', 'data'])


def _fd_of(fileobj):
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError('Invalid file object: %r' % (fileobj,)) from None
    if fd < 0:
        raise ValueError('Invalid file descriptor: %d' % fd)
    return fd


class BaseSelector:
    def __init__(self):
        self._keys = {}

    def _lookup(self, fileobj):
        try:
            return _fd_of(fileobj)
        except ValueError:
            for key in self._keys.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError('Invalid events: %r' % (events,))
        key = SelectorKey(fileobj, self._lookup(fileobj), events, data)
        if key.fd in self._keys:
            raise KeyError('%r (FD %d) is already registered' % (fileobj, key.fd))
        self._keys[key.fd] = key
        return key

    def unregister(self, fileobj):
        try:
            return self._keys.pop(self._lookup(fileobj))
        except KeyError:
            raise KeyError('%r is not registered' % (fileobj,)) from None

    def modify(self, fileobj, events, data=None):
        try:
            key = self._keys[self._lookup(fileobj)]
        except KeyError:
            raise KeyError('%r is not registered' % (fileobj,)) from None
        if events != key.events:
            self.unregister(fileobj)
            key = self.register(fileobj, events, data)
        elif data != key.data:
            key = key._replace(data=data)
            self._keys[key.fd] = key
        return key

    def get_key(self, fileobj):
        try:
            return self._keys[self._lookup(fileobj)]
        except KeyError:
            raise KeyError('%r is not registered' % (fileobj,)) from None

    def get_map(self):
        return {key.fileobj: key for key in self._keys.values()}

    def close(self):
        self._keys.clear()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def _ready(self, found):
        ready = []
        for fd, events in found:
            key = self._keys.get(fd)
            if key:
                ready.append((key, events & key.events))
        return ready


class SelectSelector(BaseSelector):
    def select(self, timeout=None):
        if timeout is not None:
            timeout = max(timeout, 0)
        readers = [key.fd for key in self._keys.values() if key.events & EVENT_READ]
        writers = [key.fd for key in self._keys.values() if key.events & EVENT_WRITE]
        try:
            r, w, _ = select.select(readers, writers, [], timeout)
        except InterruptedError:
            return []
        found = []
        for fd in sorted(set(r) | set(w)):
            events = 0
            if fd in r:
                events |= EVENT_READ
            if fd in w:
                events |= EVENT_WRITE
            found.append((fd, events))
        return self._ready(found)


class PollSelector(BaseSelector):
    def __init__(self):
        super().__init__()
        self._selector = select.poll()

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        mask = (select.POLLIN if events & EVENT_READ else 0) | (select.POLLOUT if events & EVENT_WRITE else 0)
        self._selector.register(key.fd, mask)
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        self._selector.unregister(key.fd)
        return key

    def select(self, timeout=None):
        if timeout is not None:
            timeout = 0 if timeout <= 0 else timeout * 1000
        found = []
        for fd, event in self._selector.poll(timeout):
            events = 0
            if event & ~select.POLLIN:
                events |= EVENT_WRITE
            if event & ~select.POLLOUT:
                events |= EVENT_READ
            found.append((fd, events))
        return self._ready(found)


class EpollSelector(BaseSelector):
    def __init__(self):
        super().__init__()
        self._selector = select.epoll()

    def fileno(self):
        return self._selector.fileno()

    def _mask(self, events):
        return (select.EPOLLIN if events & EVENT_READ else 0) | (select.EPOLLOUT if events & EVENT_WRITE else 0)

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        try:
            self._selector.register(key.fd, self._mask(events))
        except BaseException:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except OSError:
            pass
        return key

    def modify(self, fileobj, events, data=None):
        try:
            key = self._keys[self._lookup(fileobj)]
        except KeyError:
            raise KeyError('%r is not registered' % (fileobj,)) from None
        changed = False
        if events != key.events:
            try:
                self._selector.modify(key.fd, self._mask(events))
            except BaseException:
                super().unregister(fileobj)
                raise
            changed = True
        if data != key.data:
            changed = True
        if changed:
            key = key._replace(events=events, data=data)
            self._keys[key.fd] = key
        return key

    def select(self, timeout=None):
        if timeout is None:
            timeout = -1
        elif timeout <= 0:
            timeout = 0
        found = []
        for fd, event in self._selector.poll(timeout, max(len(self._keys), 1)):
            events = 0
            if event & ~select.EPOLLIN:
                events |= EVENT_WRITE
            if event & ~select.EPOLLOUT:
                events |= EVENT_READ
            found.append((fd, events))
        return self._ready(found)

    def close(self):
        self._selector.close()
        super().close()


DefaultSelector = EpollSelector
