from _random import seed as _seed, random, getrandbits, getstate as _getstate, setstate as _setstate
from math import log as _log, exp as _exp, pi as _pi, e as _e, sqrt as _sqrt, cos as _cos, sin as _sin, floor as _floor
from math import ceil as _ceil, acos as _acos

TWOPI = 2.0 * _pi
NV_MAGICCONST = 4 * _exp(-0.5) / _sqrt(2.0)
LOG4 = _log(4.0)
SG_MAGICCONST = 1.0 + _log(4.5)
_gauss_next = None


def seed(a=None, version=2):
    global _gauss_next
    _gauss_next = None
    if isinstance(a, (str, bytes, bytearray)):
        if isinstance(a, str):
            a = a.encode()
        a = int.from_bytes(bytes(a) + _sha512(bytes(a)), 'big')
    if a is None:
        _seed()
    else:
        _seed(a)


def _sha512(data):
    import _lab
    return _lab.sha512(data)


def getstate():
    return (3, _getstate(), _gauss_next)


def setstate(state):
    global _gauss_next
    _setstate(state[1])
    _gauss_next = state[2]


def randbytes(n):
    return getrandbits(n * 8).to_bytes(n, 'little')


def _randbelow(n):
    if not n:
        return 0
    k = n.bit_length()
    r = getrandbits(k)
    while r >= n:
        r = getrandbits(k)
    return r


def randrange(start, stop=None, step=1):
    if stop is None:
        if start > 0:
            return _randbelow(start)
        raise ValueError('empty range for randrange()')
    width = stop - start
    if step == 1:
        if width > 0:
            return start + _randbelow(width)
        raise ValueError('empty range for randrange() (%d, %d, %d)' % (start, stop, width))
    if step > 0:
        n = (width + step - 1) // step
    elif step < 0:
        n = (width + step + 1) // step
    else:
        raise ValueError('zero step for randrange()')
    if n <= 0:
        raise ValueError('empty range for randrange()')
    return start + step * _randbelow(n)


def randint(a, b):
    return randrange(a, b + 1)


def choice(seq):
    if not len(seq):
        raise IndexError('Cannot choose from an empty sequence')
    return seq[_randbelow(len(seq))]


def shuffle(x):
    for i in reversed(range(1, len(x))):
        j = _randbelow(i + 1)
        x[i], x[j] = x[j], x[i]


def sample(population, k, *, counts=None):
    n = len(population)
    if counts is not None:
        expanded = []
        for item, count in zip(population, counts):
            expanded.extend([item] * count)
        return sample(expanded, k)
    if not 0 <= k <= n:
        raise ValueError('Sample larger than population or is negative')
    result = [None] * k
    setsize = 21
    if k > 5:
        setsize += 4 ** _ceil(_log(k * 3) / _log(4))
    if n <= setsize:
        pool = list(population)
        for i in range(k):
            j = _randbelow(n - i)
            result[i] = pool[j]
            pool[j] = pool[n - i - 1]
    else:
        selected = set()
        for i in range(k):
            j = _randbelow(n)
            while j in selected:
                j = _randbelow(n)
            selected.add(j)
            result[i] = population[j]
    return result


def choices(population, weights=None, *, cum_weights=None, k=1):
    n = len(population)
    if cum_weights is None:
        if weights is None:
            n += 0.0
            return [population[_floor(random() * n)] for i in range(k)]
        cum_weights = []
        total = 0
        for weight in weights:
            total += weight
            cum_weights.append(total)
    total = cum_weights[-1] + 0.0
    from bisect import bisect
    hi = n - 1
    return [population[bisect(cum_weights, random() * total, 0, hi)] for i in range(k)]


def uniform(a, b):
    return a + (b - a) * random()


def triangular(low=0.0, high=1.0, mode=None):
    u = random()
    try:
        c = 0.5 if mode is None else (mode - low) / (high - low)
    except ZeroDivisionError:
        return low
    if u > c:
        u = 1.0 - u
        c = 1.0 - c
        low, high = high, low
    return low + (high - low) * _sqrt(u * c)


def normalvariate(mu=0.0, sigma=1.0):
    while True:
        u1 = random()
        u2 = 1.0 - random()
        z = NV_MAGICCONST * (u1 - 0.5) / u2
        zz = z * z / 4.0
        if zz <= -_log(u2):
            break
    return mu + z * sigma


def gauss(mu=0.0, sigma=1.0):
    global _gauss_next
    z = _gauss_next
    _gauss_next = None
    if z is None:
        x2pi = random() * TWOPI
        g2rad = _sqrt(-2.0 * _log(1.0 - random()))
        z = _cos(x2pi) * g2rad
        _gauss_next = _sin(x2pi) * g2rad
    return mu + z * sigma


def lognormvariate(mu, sigma):
    return _exp(normalvariate(mu, sigma))


def expovariate(lambd):
    return -_log(1.0 - random()) / lambd


def paretovariate(alpha):
    return (1.0 - random()) ** (-1.0 / alpha)


def weibullvariate(alpha, beta):
    return alpha * (-_log(1.0 - random())) ** (1.0 / beta)
