def plain():
    super()


def with_parameter(a):
    return super().x


class C:
    @staticmethod
    def none():
        return super()

    @staticmethod
    def other(a):
        return super()

    def listed(self):
        return [super().__repr__() for i in range(1)]

    def inner(self):
        def function():
            return super()
        return function()

    def deleted(self):
        del self
        return super()

    def replaced(self):
        self = 5
        return super()

    def rest(*a):
        return super()

    def keyword(*, a):
        return super()

    def in_lambda(self):
        return (lambda self: super().__str__)(self) is not None

    def captured(self):
        return (lambda: self)() is self and super().__repr__() != ''


def show(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except (RuntimeError, TypeError) as error:
        print(type(error).__name__, error)


show(plain)
show(with_parameter, 1)
show(C.none)
show(C.other, 1)
for name in ('listed', 'inner', 'deleted', 'replaced', 'rest', 'in_lambda', 'captured'):
    print(name, end=': ')
    show(getattr(C(), name))
show(C.keyword, a=1)
try:
    super()
except RuntimeError as error:
    print(error)


def shadowed():
    super = lambda: 'mine'
    return super()


print(shadowed())
super().upper()
