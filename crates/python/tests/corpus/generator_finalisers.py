from contextlib import contextmanager


def numbers(label):
    try:
        n = 0
        while True:
            yield n
            n += 1
    finally:
        print("closed", label)


for n in numbers("loop"):
    if n == 2:
        break
print("after the loop")


def first(generator):
    return next(generator)


print(first(numbers("argument")))
g = numbers("rebound")
next(g)
g = None
print("rebound done")


def local():
    h = numbers("local")
    next(h)
    return "left"


print(local())
unstarted = numbers("never begun")
del unstarted
kept = numbers("kept to the end")
next(kept)


@contextmanager
def resource(name):
    print("open", name)
    try:
        yield name
    finally:
        print("release", name)


with resource("r") as r:
    print("using", r)


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        print("told to stop")
        raise


s = stubborn()
next(s)
del s


class Temp:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


t = Temp("a")
t = Temp("b")
print("b lives")
items = [Temp("c")]
items.clear()
del t


def scope():
    inner = Temp("scope")
    print("in scope")


scope()
last = Temp("at exit")
print("end")
