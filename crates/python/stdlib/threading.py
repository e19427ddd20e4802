from _thread import start_new_thread, get_ident, wait as _wait, wake as _wake, new_key as _new_key
import time as _time
import _lab

TIMEOUT_MAX = 9223372036.0
ThreadError = RuntimeError
_threads = []
_counter = 0


class Lock:
    def __init__(self):
        self._key = _new_key()
        self._locked = False
        self._waiting = 0

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if not self._locked:
            self._locked = True
            return True
        if not blocking:
            return False
        end = None if timeout == -1 else _time.monotonic() + timeout
        self._waiting += 1
        try:
            while self._locked:
                if end is None:
                    _wait(self._key)
                else:
                    left = end - _time.monotonic()
                    if left <= 0:
                        return False
                    _wait(self._key, left)
            self._locked = True
            return True
        finally:
            self._waiting -= 1

    def release(self):
        if not self._locked:
            raise RuntimeError('release unlocked lock')
        self._locked = False
        if self._waiting:
            _wake(self._key, 1)

    def locked(self):
        return self._locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()


class RLock:
    def __init__(self):
        self._block = Lock()
        self._owner = None
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        me = get_ident()
        if self._owner == me:
            self._count += 1
            return True
        got = self._block.acquire(blocking, timeout)
        if got:
            self._owner = me
            self._count = 1
        return got

    def release(self):
        if self._owner != get_ident():
            raise RuntimeError('cannot release un-acquired lock')
        self._count -= 1
        if not self._count:
            self._owner = None
            self._block.release()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *args):
        self.release()

    def _release_save(self):
        state = (self._count, self._owner)
        self._count = 0
        self._owner = None
        self._block.release()
        return state

    def _acquire_restore(self, state):
        self._block.acquire()
        self._count, self._owner = state

    def _is_owned(self):
        return self._owner == get_ident()


class Condition:
    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._waiters = []

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def _is_owned(self):
        if isinstance(self._lock, RLock):
            return self._lock._is_owned()
        return self._lock.locked()

    def wait(self, timeout=None):
        if not self._is_owned():
            raise RuntimeError('cannot wait on un-acquired lock')
        waiter = Lock()
        waiter.acquire()
        self._waiters.append(waiter)
        if isinstance(self._lock, RLock):
            state = self._lock._release_save()
        else:
            state = None
            self._lock.release()
        got = False
        try:
            if timeout is None:
                waiter.acquire()
                got = True
            elif timeout > 0:
                got = waiter.acquire(True, timeout)
            else:
                got = waiter.acquire(False)
            return got
        finally:
            if state is None:
                self._lock.acquire()
            else:
                self._lock._acquire_restore(state)
            if not got:
                try:
                    self._waiters.remove(waiter)
                except ValueError:
                    pass

    def wait_for(self, predicate, timeout=None):
        end = None
        left = timeout
        result = predicate()
        while not result:
            if left is not None:
                if end is None:
                    end = _time.monotonic() + left
                else:
                    left = end - _time.monotonic()
                    if left <= 0:
                        break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        if not self._is_owned():
            raise RuntimeError('cannot notify on un-acquired lock')
        while self._waiters and n > 0:
            self._waiters.pop(0).release()
            n -= 1

    def notify_all(self):
        self.notify(len(self._waiters))

    notifyAll = notify_all


class Semaphore:
    def __init__(self, value=1):
        if value < 0:
            raise ValueError('semaphore initial value must be >= 0')
        self._cond = Condition(Lock())
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        end = None if timeout is None else _time.monotonic() + timeout
        with self._cond:
            while self._value == 0:
                if not blocking:
                    return False
                left = None
                if end is not None:
                    left = end - _time.monotonic()
                    if left <= 0:
                        return False
                self._cond.wait(left)
            self._value -= 1
            return True

    __enter__ = acquire

    def release(self, n=1):
        with self._cond:
            self._value += n
            self._cond.notify(n)

    def __exit__(self, *args):
        self.release()


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def release(self, n=1):
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError('Semaphore released too many times')
            self._value += n
            self._cond.notify(n)


class Event:
    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def is_set(self):
        return self._flag

    isSet = is_set

    def set(self):
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        with self._cond:
            if not self._flag:
                self._cond.wait(timeout)
            return self._flag


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    def __init__(self, parties, action=None, timeout=None):
        self._cond = Condition(Lock())
        self._action = action
        self._timeout = timeout
        self.parties = parties
        self.n_waiting = 0
        self._round = 0
        self._was_reset = None
        self.broken = False

    def wait(self, timeout=None):
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            if self.broken:
                raise BrokenBarrierError
            index = self.n_waiting
            self.n_waiting += 1
            current = self._round
            if self.n_waiting == self.parties:
                if self._action:
                    self._action()
                self.n_waiting = 0
                self._round += 1
                self._cond.notify_all()
            elif not self._cond.wait_for(lambda: self._round != current or self.broken, timeout):
                self.broken = True
                self._cond.notify_all()
            if self.broken or current + 1 == self._was_reset:
                raise BrokenBarrierError
            return index

    def reset(self):
        with self._cond:
            if self.n_waiting > 0:
                self._round += 1
                self._was_reset = self._round
                self.n_waiting = 0
            self.broken = False
            self._cond.notify_all()

    def abort(self):
        with self._cond:
            self.broken = True
            self._cond.notify_all()


class local:
    def __init__(self):
        object.__setattr__(self, '_values', {})

    def __getattr__(self, name):
        try:
            return self._values[get_ident()][name]
        except KeyError:
            raise AttributeError("'_thread._local' object has no attribute %r" % name) from None

    def __setattr__(self, name, value):
        self._values.setdefault(get_ident(), {})[name] = value

    def __delattr__(self, name):
        try:
            del self._values[get_ident()][name]
        except KeyError:
            raise AttributeError(name) from None


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        global _counter
        if name is None:
            _counter += 1
            name = 'Thread-%d' % _counter
            if target is not None:
                try:
                    name += ' (%s)' % target.__name__
                except AttributeError:
                    pass
        self._target = target
        self.name = name
        self._args = args
        self._kwargs = kwargs or {}
        self.daemon = current_thread().daemon if daemon is None else bool(daemon)
        self.ident = None
        self._started = False
        self._finished = Event()

    def start(self):
        if self._started:
            raise RuntimeError('threads can only be started once')
        self._started = True
        _threads.append(self)
        self.ident = start_new_thread(self._bootstrap, ())

    def run(self):
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        self.ident = get_ident()
        try:
            self.run()
        except SystemExit:
            pass
        except BaseException as error:
            excepthook(ExceptHookArgs((type(error), error, None, self)))
        finally:
            _threads.remove(self)
            self._finished.set()

    def join(self, timeout=None):
        if not self._started:
            raise RuntimeError('cannot join thread before it is started')
        if self is current_thread():
            raise RuntimeError('cannot join current thread')
        self._finished.wait(timeout)

    def is_alive(self):
        return self._started and not self._finished.is_set()

    @property
    def native_id(self):
        return self.ident

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemon):
        self.daemon = daemon

    def __repr__(self):
        status = 'initial'
        if self._started:
            status = 'started'
        if self._finished.is_set():
            status = 'stopped'
        if self.daemon:
            status += ' daemon'
        if self.ident is not None:
            status += ' %s' % self.ident
        return '<%s(%s, %s)>' % (type(self).__name__, self.name, status)


class ExceptHookArgs:
    def __init__(self, args):
        self.exc_type, self.exc_value, self.exc_traceback, self.thread = args


def excepthook(args):
    import sys
    text = 'Exception in thread %s:\n' % args.thread.name
    sys.stderr.write(text + _lab.format_exception(args.exc_value))


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread:
    name = 'MainThread'
    daemon = False
    ident = 0
    native_id = 0

    def is_alive(self):
        return True

    def getName(self):
        return self.name

    def __repr__(self):
        return '<_MainThread(%s, started 0)>' % self.name


_main = _MainThread()


def current_thread():
    me = get_ident()
    for thread in _threads:
        if thread.ident == me:
            return thread
    return _main


currentThread = current_thread


def main_thread():
    return _main


def stack_size(size=0):
    return 0


def settrace(func):
    raise NotImplementedError('threading.settrace: use the breakpoints of the lab')


setprofile = settrace


def gettrace():
    return None


getprofile = gettrace


def get_native_id():
    return get_ident()


def enumerate():
    return [_main] + _threads


def active_count():
    return 1 + len(_threads)


activeCount = active_count


def _shutdown():
    while True:
        alive = [thread for thread in _threads if not thread.daemon]
        if not alive:
            break
        alive[0].join()
