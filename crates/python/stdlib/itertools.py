class count:
    def __init__(self, start=0, step=1):
        self._next = start
        self._step = step

    def __iter__(self):
        return self

    def __next__(self):
        value = self._next
        self._next += self._step
        return value

    def __repr__(self):
        if self._step == 1:
            return 'count(%r)' % (self._next,)
        return 'count(%r, %r)' % (self._next, self._step)


def cycle(iterable):
    saved = []
    for item in iterable:
        yield item
        saved.append(item)
    while saved:
        for item in saved:
            yield item


def repeat(object, times=None):
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object


class chain:
    def __init__(self, *iterables):
        self._source = _chain(iterables)

    @classmethod
    def from_iterable(cls, iterables):
        made = cls()
        made._source = _chain(iterables)
        return made

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._source)


def _chain(iterables):
    for iterable in iterables:
        for item in iterable:
            yield item


def accumulate(iterable, func=None, *, initial=None):
    iterator = iter(iterable)
    total = initial
    if initial is None:
        try:
            total = next(iterator)
        except StopIteration:
            return
    yield total
    for item in iterator:
        total = total + item if func is None else func(total, item)
        yield total


def batched(iterable, n):
    iterator = iter(iterable)
    while batch := tuple(islice(iterator, n)):
        yield batch


def compress(data, selectors):
    for item, wanted in zip(data, selectors):
        if wanted:
            yield item


def dropwhile(predicate, iterable):
    iterator = iter(iterable)
    for item in iterator:
        if not predicate(item):
            yield item
            break
    for item in iterator:
        yield item


def takewhile(predicate, iterable):
    for item in iterable:
        if not predicate(item):
            break
        yield item


def filterfalse(predicate, iterable):
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item


def groupby(iterable, key=None):
    group = None
    current = None
    for item in iterable:
        value = item if key is None else key(item)
        if group is None:
            current = value
            group = [item]
        elif value == current:
            group.append(item)
        else:
            yield current, iter(group)
            current = value
            group = [item]
    if group is not None:
        yield current, iter(group)


def islice(iterable, *args):
    limits = slice(*args)
    start = limits.start or 0
    step = 1 if limits.step is None else limits.step
    stop = limits.stop
    if start < 0 or (stop is not None and stop < 0):
        raise ValueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
    if step <= 0:
        raise ValueError('Step for islice() must be a positive integer or None.')
    return _islice(iter(iterable), start, stop, step)


def _islice(iterator, start, stop, step):
    at = 0
    wanted = start
    while stop is None or wanted < stop:
        while at < wanted:
            try:
                next(iterator)
            except StopIteration:
                return
            at += 1
        try:
            item = next(iterator)
        except StopIteration:
            return
        at += 1
        yield item
        wanted += step
    while stop is not None and at < stop:
        try:
            next(iterator)
        except StopIteration:
            return
        at += 1


def pairwise(iterable):
    iterator = iter(iterable)
    try:
        former = next(iterator)
    except StopIteration:
        return
    for item in iterator:
        yield former, item
        former = item


def starmap(function, iterable):
    for args in iterable:
        yield function(*args)


def tee(iterable, n=2):
    items = list(iterable)
    return tuple(iter(items) for _ in range(n))


def zip_longest(*iterables, fillvalue=None):
    iterators = [iter(iterable) for iterable in iterables]
    active = len(iterators)
    if not active:
        return
    ended = [False] * active
    while True:
        values = []
        for index, iterator in enumerate(iterators):
            value = fillvalue
            if not ended[index]:
                try:
                    value = next(iterator)
                except StopIteration:
                    ended[index] = True
                    active -= 1
                    if not active:
                        return
                    value = fillvalue
            values.append(value)
        yield tuple(values)


def product(*iterables, repeat=1):
    pools = [tuple(pool) for pool in iterables] * repeat
    counters = [0] * len(pools)
    if any(not pool for pool in pools):
        return
    while True:
        yield tuple(pool[at] for pool, at in zip(pools, counters))
        place = len(pools) - 1
        while place >= 0:
            counters[place] += 1
            if counters[place] < len(pools[place]):
                break
            counters[place] = 0
            place -= 1
        if place < 0:
            return


def permutations(iterable, r=None):
    pool = tuple(iterable)
    n = len(pool)
    r = n if r is None else r
    if r > n:
        return
    indices = list(range(n))
    cycles = list(range(n, n - r, -1))
    yield tuple(pool[i] for i in indices[:r])
    while n:
        for i in reversed(range(r)):
            cycles[i] -= 1
            if cycles[i] == 0:
                indices[i:] = indices[i + 1:] + indices[i:i + 1]
                cycles[i] = n - i
            else:
                j = cycles[i]
                indices[i], indices[-j] = indices[-j], indices[i]
                yield tuple(pool[i] for i in indices[:r])
                break
        else:
            return


def combinations(iterable, r):
    pool = tuple(iterable)
    n = len(pool)
    if r > n:
        return
    indices = list(range(r))
    yield tuple(pool[i] for i in indices)
    while True:
        for i in reversed(range(r)):
            if indices[i] != i + n - r:
                break
        else:
            return
        indices[i] += 1
        for j in range(i + 1, r):
            indices[j] = indices[j - 1] + 1
        yield tuple(pool[i] for i in indices)


def combinations_with_replacement(iterable, r):
    pool = tuple(iterable)
    n = len(pool)
    if not n and r:
        return
    indices = [0] * r
    yield tuple(pool[i] for i in indices)
    while True:
        for i in reversed(range(r)):
            if indices[i] != n - 1:
                break
        else:
            return
        indices[i:] = [indices[i] + 1] * (r - i)
        yield tuple(pool[i] for i in indices)
