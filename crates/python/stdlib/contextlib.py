class AbstractContextManager:
    def __enter__(self):
        return self


class _GeneratorContextManager:
    def __init__(self, generator):
        self.gen = generator

    def __enter__(self):
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind, value, traceback):
        if kind is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = kind()
        try:
            self.gen.throw(value)
        except StopIteration as error:
            return error is not value
        except RuntimeError as error:
            if error is value:
                return False
            if isinstance(value, StopIteration) and error.__cause__ is value:
                return False
            raise
        except BaseException as error:
            if error is not value:
                raise
            return False
        raise RuntimeError("generator didn't stop after throw()")

    def __call__(self, function):
        def inner(*args, **kwargs):
            with self:
                return function(*args, **kwargs)
        return inner


def contextmanager(function):
    def helper(*args, **kwargs):
        return _GeneratorContextManager(function(*args, **kwargs))
    helper.__name__ = function.__name__
    helper.__doc__ = function.__doc__
    return helper


class closing:
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *args):
        self.thing.close()


class suppress:
    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, self._exceptions)


class nullcontext:
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *args):
        pass


class redirect_stdout:
    def __init__(self, target):
        self._target = target

    def __enter__(self):
        import sys
        self._old = sys.stdout
        sys.stdout = self._target
        return self._target

    def __exit__(self, *args):
        import sys
        sys.stdout = self._old


class redirect_stderr:
    def __init__(self, target):
        self._target = target

    def __enter__(self):
        import sys
        self._old = sys.stderr
        sys.stderr = self._target
        return self._target

    def __exit__(self, *args):
        import sys
        sys.stderr = self._old


class ContextDecorator:
    def _recreate_cm(self):
        return self

    def __call__(self, function):
        def inner(*args, **kwargs):
            with self._recreate_cm():
                return function(*args, **kwargs)
        inner.__name__ = function.__name__
        inner.__wrapped__ = function
        return inner


class ExitStack:
    def __init__(self):
        self._callbacks = []

    def enter_context(self, manager):
        result = type(manager).__enter__(manager)
        self.push(manager)
        return result

    def push(self, manager):
        if hasattr(type(manager), '__exit__'):
            self._callbacks.append(manager.__exit__)
        else:
            self._callbacks.append(manager)
        return manager

    def callback(self, callback, /, *args, **kwargs):
        def run(kind, value, traceback):
            callback(*args, **kwargs)
        self._callbacks.append(run)
        return callback

    def pop_all(self):
        other = type(self)()
        other._callbacks = self._callbacks
        self._callbacks = []
        return other

    def close(self):
        self.__exit__(None, None, None)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        pending = value
        while self._callbacks:
            callback = self._callbacks.pop()
            try:
                if callback(None if pending is None else type(pending), pending, None):
                    pending = None
            except BaseException as error:
                pending = error
        if pending is not None and pending is not value:
            raise pending
        return value is not None and pending is None
