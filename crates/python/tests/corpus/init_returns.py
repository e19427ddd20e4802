def show(make, *args):
    try:
        print(make(*args))
    except TypeError as error:
        print(error)


class Number:
    def __init__(self):
        return 5


class Text:
    def __init__(self):
        return 'x'


class Lazy:
    def __init__(self):
        yield 1


class Derived(Lazy):
    pass


class Listed(list):
    def __init__(self, items):
        return items


class Made:
    def __new__(cls, n):
        return object.__new__(cls)

    def __init__(self, n):
        return n


class Error(Exception):
    def __init__(self, n):
        return n


for make, args in [(Number, ()), (Text, ()), (Lazy, ()), (Derived, ()), (Listed, ([1],)), (Made, (1,)), (Error, (2,))]:
    show(make, *args)
print(type(Made(None)).__name__, repr(Error(None)))
try:
    raise Number
except TypeError as error:
    print(error)
print(list(map(type, [Error(None)])) != [], next(iter(map(Made, [None]))) is not None)
Number()
