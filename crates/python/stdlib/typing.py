class _Any:
    def __getitem__(self, item):
        return self

    def __or__(self, other):
        return self

    __ror__ = __or__

    def __call__(self, *args, **kwargs):
        return self


Any = Union = Optional = List = Dict = Tuple = Set = FrozenSet = Callable = Iterable = Iterator = Generator = _Any()
Sequence = Mapping = Type = ClassVar = Final = Literal = Deque = DefaultDict = NoReturn = Hashable = _Any()
TYPE_CHECKING = False


def TypeVar(name, *args, **kwargs):
    return Any


def cast(kind, value):
    return value


def overload(function):
    return function


def final(thing):
    return thing


def NamedTuple(name, fields):
    from collections import namedtuple
    return namedtuple(name, [field for field, _ in fields])
