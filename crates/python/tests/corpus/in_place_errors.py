def t(f, *a):
    try: print(f(*a))
    except BaseException as e:
        print(type(e).__name__, e)
def f():
    x = {1}
    x |= [1]
t(f)
def f():
    x = {1:2}
    x |= 5
t(f)
def f():
    x = {1:2}
    x |= [1]
t(f)
def f():
    x = {1:2}
    x |= [(1,2,3)]
t(f)
def f():
    x = {1:2}
    x |= [(1,2)]
    return x
t(f)
def f():
    x = 5
    x |= 'a'
t(f)
def f():
    x = 5
    x |= 1.5
t(f)
def f():
    x = {1}
    x -= [1]
t(f)
def f():
    x = {1}
    x &= [1]
t(f)
def f():
    x = {1}
    x ^= {}
t(f)
def f():
    x = [1]
    x += 5
t(f)
def f():
    x = [1]
    x *= 'a'
t(f)
def f():
    x = [1]
    x *= 1.5
t(f)
def f():
    x = [1]
    x -= 1.5
t(f)
def f():
    x = 'a'
    x += 1
t(f)
def f():
    x = 'a'
    x *= 1.0
t(f)
def f():
    x = bytearray(b'a')
    x += 1
t(f)
def f():
    x = bytearray(b'a')
    x += 'a'
t(f)
def f():
    x = bytearray(b'a')
    x += [1]
t(f)
def f():
    x = bytearray(b'a')
    x.extend(1)
t(f)
def f():
    x = bytearray(b'a')
    x.extend('a')
t(f)
def f():
    x = bytearray(b'a')
    x.extend(['a'])
t(f)
def f():
    x = bytearray(b'a')
    x.extend([300])
t(f)
def f():
    x = bytearray(b'a')
    x.extend(None)
t(f)
def f():
    x = 2
    x **= 'a'
t(f)
def f():
    x = (1,)
    x += [1]
t(f)
def f():
    x = b'a'
    x += [1]
t(f)
def f():
    x = [1, 2]
    x |= [3]
t(f)
def f():
    x = {1}
    y = x
    x |= {2}
    x &= frozenset([2, 3])
    x ^= {5}
    return x, y is x
t(f)
def f():
    x = {1: 2}
    y = x
    x |= {3: 4}
    x |= zip('ab', (5, 6))
    return x, y is x
t(f)
def f():
    x = 'a%s'
    x %= (1, 2)
t(f)
def f():
    x = 7
    x %= 'a'
t(f)
t(lambda: bytes([300]))
t(lambda: bytearray([300]))
t(lambda: bytearray(2).append(300))
