import threading


def f(*a, **k):
    pass


def a1(): return [x for x in 1]


def a2(): return list(x for x in 1)


def a3(): return {x for x in 1}


def a4(): return {x:1 for x in 1}


def a5(): return (x for x in 1)


def a6(): return [x for y in [1] for x in y]


def a7(): return sorted([x for y in [1] for x in y if y])


def a8(p=(1,)): p[5] = 1


def a9(p=(1,)): del p[5]


def b1(p=(1,)): p[5] += 1


def b2(p=(1,)): p [5]


def b3(p=(1,)): return p[ 5 ] + 1


def b4(p=(1,)): return (p)[(5)] + 1


def b5(p=(1,)): return p[5,] + 1


def b6(p=(1,)): return 1+p*(2.0)


def b7(p=(1,)): return 1 + p - -1


def b8(p=(1,)): return p - 1e-5


def b9(p=(1,)): return p ** 2 ** 3


def c1(p=(1,)): return 3 * p ** (2) * 3


def c2(p=(1,)): return f(*p[0])


def c3(p=(1,)): return f(**p[0])


def c4(p=(1,)): return [*p[0]]


def c5(p=(1,)): return {**p[0]}


def c6(p=(1,)): return {*p[0]}


def c7(p=(1,)): return (*p[0], 1)


def c8(p=(1,)): return p.f(*p[0])


def c9(p=(1,)): return p.index(1, **p[0])


def d1(p=(1,)): return '%s' % (p[7],)


def d2(p=(1,)): return '%s' % (10**5000,)


def d3(p=(1,)): return 'a %s' % 10**5000


def d4(p=(1,)): return 'a %d' % (p,)


def d5(p=(1,)): return f'a {p[7]} b'


def d6(p=(1,)): return f'a {10**5000} b'


def d7(p=(1,)): return f'a {p:d} b'


def d8(p=(1,)):
    for x in p[0]: pass


def d9(p=(1,)):
    for x in p[0] + 1: pass


def e1(p=(1,)):
    with p[0]: pass


def e2(p=(1,)):
    a, b = p[0]


def e3(p=(1,)):
    a, b = b, c = p


def e4(p=(1,)):
    raise p[0]


def e5(p=(1,)):
    if p[0] < p: pass


def e6(p=(1,)):
    return -p


def e7(p=(1,)):
    return p[0](1)


def e8(p=(1,)):
    return p(1)


def e9(p=(1,)):
    return p.x


def f1(p=(1,)):
    p.x = 1


def f2(p=(1,)):
    del p.x


def f3(p=(1,)):
    return p in 1


def f4(p=(1,)):
    return p @ 1


def f5(p=(1,)):
    p @= 1


def f6(p=(1,)):
    return (p
      + 1)


def f7(p=(1,)):
    return [1,
       p + 1]


def f8(p=(1,)):
    assert p[0] == 2, p


def g2(p=(1,)):
    yield from p[0]


def g3(p=(1,)):
    return p[1:2][0]


def g4(p=(1,)):
    return p*(1,2)


def g5(p=(1,)):
    return p*(len)(p)


def g6(p=(1,)):
    return ((p)) *2.0


def g7(p=(1,)):
    return max(p) //(0)


def g8(p=(1,)):
    return max(p)<<(-1)


def g9(p=(1,)):
    return [max(p)//0 for x in p]


def h1(p=(1,)):
    return (lambda: p // 0)()


def h2(p=(1,)):
    x = y = p[0] // 0


def h3(p=(1,)):
    x: int = p[0] // 0


def h4(p=(1,)):
    return not p[0] // 0


def h5(p=(1,)):
    match p[9]:
        case 1: pass


def h6(p=(1,)):
    while p[9]: pass


def h7(p=(1,)):
    print(p, sep=p[9])


def h8(p=(1,)):
    return p.index(5).x


def i1(p=(1,)):
    @p[0]
    def f(): pass


def i2(p=(1,)):
    try: p[9]
    except p[0]: pass


def i3(p=(1,)):
    try: p[9]
    finally: p[8]


def i4(p=(1,)):
    return sum(x for x in [1, 'a'])


def i5(p=(1,)):
    return sum(x // 0 for x in [1, 'a'])


def i6(p=(1,)):
    return [y // 0 for x in [1, 'a'] for y in [x]]


def i7(p=(1,)):
    a, *b, c = p


def i8(p=(1,)):
    return '%s %s' % (p, )


def i9(p=(1,)):
    return '%r and %5s' % (p, p[0] // 0)


def j1(p=(1,)):
    return f'{p!r:>{p[9]}}' + 'x'


def j2(p=(1,)):
    return f'{p[0]!r:{p}}' + 'x'


def j3(p=(1,)):
    return '%.5d' % (p[0] // 0,)


def j4(p=(1,)):
    return f"x" f'{p[0] // 0}' 'x'


def j5(p=(1,)):
    return 'été' + p


def j6(p=(1,)):
    return not_defined + p


def j7(p=(1,)):
    return p.index(not_defined(p))


def j8(p=(1,)):
    p[0] = p[0] // 0


def j9(p=(1,)):
    p[0] //= 0


def k1(p=(1,)):
    p.x += 0


def k2(p=(1,)):
    global qq; qq += 0


def k3(p=(1,)):
    return p[
      9]


def k4(p=(1,)):
    return (p[9]
      )


def k5(p=(1,)):
    return max(
      p, key=1)


def k6(p=(1,)):
    return p.index(
      p, key=1)


def k7(p=(1,)):
    return p[0:'a']


def k8(p=(1,)):
    return 1 if p[9] else 2


def k9(p=(1,)):
    x = 1 if p + 1 else 2


def go(function):
    made = function()
    if hasattr(made, 'send'):
        list(made)


for name in sorted(globals()):
    if len(name) == 2 and name[1].isdigit():
        thread = threading.Thread(target=go, args=(globals()[name],), name=name)
        thread.start()
        thread.join()
