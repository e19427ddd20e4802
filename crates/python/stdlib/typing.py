import types as _types

TYPE_CHECKING = False


class _Form:
    def __init__(self, name, origin=None):
        self._name = name
        self.__origin__ = origin

    def __repr__(self):
        return 'typing.' + self._name

    def __getitem__(self, args):
        return _Filled(self, args if isinstance(args, tuple) else (args,))

    def __call__(self, *args, **kwargs):
        if self.__origin__ is None:
            raise TypeError('Cannot instantiate %r' % self)
        return self.__origin__(*args, **kwargs)

    def __or__(self, other):
        return _Filled(Union, (self, other))

    def __ror__(self, other):
        return _Filled(Union, (other, self))


def _shown(kind):
    if isinstance(kind, list):
        return '[%s]' % ', '.join([_shown(part) for part in kind])
    return _types._name(kind)


class _Filled:
    def __init__(self, form, args):
        self._form = form
        self.__origin__ = form.__origin__ if form.__origin__ is not None else form
        args = tuple([type(None) if arg is None else arg for arg in args])
        if form is Optional:
            self.__origin__ = Union
            self._form = Union
            args = args + (type(None),)
        self.__args__ = args

    def __repr__(self):
        args = self.__args__
        form = self._form
        if form is Union and len(args) == 2 and type(None) in args:
            form = Optional
            args = [arg for arg in args if arg is not type(None)]
        return '%r[%s]' % (form, ', '.join([_shown(arg) for arg in args]))

    def __getitem__(self, args):
        return self

    def __call__(self, *args, **kwargs):
        return self._form(*args, **kwargs)

    def __eq__(self, other):
        return isinstance(other, _Filled) and (self._form, self.__args__) == (other._form, other.__args__)

    def __hash__(self):
        return hash(len(self.__args__))

    def __or__(self, other):
        return _Filled(Union, (self, other))

    def __ror__(self, other):
        return _Filled(Union, (other, self))


Any = _Form('Any')
Union = _Form('Union')
Optional = _Form('Optional')
List = _Form('List', list)
Dict = _Form('Dict', dict)
Tuple = _Form('Tuple', tuple)
Set = _Form('Set', set)
FrozenSet = _Form('FrozenSet', frozenset)
Type = _Form('Type', type)
Callable = _Form('Callable')
Iterable = _Form('Iterable')
Iterator = _Form('Iterator')
Generator = _Form('Generator')
Sequence = _Form('Sequence')
MutableSequence = _Form('MutableSequence')
Mapping = _Form('Mapping')
MutableMapping = _Form('MutableMapping')
Collection = _Form('Collection')
Container = _Form('Container')
Hashable = _Form('Hashable')
Sized = _Form('Sized')
Reversible = _Form('Reversible')
ContextManager = _Form('ContextManager')
ClassVar = _Form('ClassVar')
Final = _Form('Final')
Literal = _Form('Literal')
Annotated = _Form('Annotated')
Deque = _Form('Deque')
DefaultDict = _Form('DefaultDict')
Counter = _Form('Counter')
OrderedDict = _Form('OrderedDict')
NoReturn = _Form('NoReturn')
Never = _Form('Never')
Self = _Form('Self')
LiteralString = _Form('LiteralString')
TypeAlias = _Form('TypeAlias')
IO = _Form('IO')
TextIO = _Form('TextIO')
BinaryIO = _Form('BinaryIO')
SupportsInt = _Form('SupportsInt')
SupportsFloat = _Form('SupportsFloat')
SupportsIndex = _Form('SupportsIndex')
ByteString = _Form('ByteString')
Text = str


class Generic:
    def __class_getitem__(cls, args):
        return cls


class Protocol:
    def __class_getitem__(cls, args):
        return cls


class TypeVar:
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self._sign = '+' if covariant else '-' if contravariant else '~'

    def __repr__(self):
        return self._sign + self.__name__

    def __or__(self, other):
        return _Filled(Union, (self, other))

    def __ror__(self, other):
        return _Filled(Union, (other, self))


T = TypeVar('T')
KT = TypeVar('KT')
VT = TypeVar('VT')
AnyStr = TypeVar('AnyStr', bytes, str)


def get_origin(kind):
    if isinstance(kind, _Filled):
        return kind.__origin__
    if isinstance(kind, _types.GenericAlias):
        return kind.__origin__
    if isinstance(kind, _types.UnionType):
        return _types.UnionType
    return None


def get_args(kind):
    if isinstance(kind, (_Filled, _types.GenericAlias, _types.UnionType)):
        return kind.__args__
    return ()


def get_type_hints(obj, globalns=None, localns=None):
    if isinstance(obj, type):
        hints = {}
        for base in reversed(obj.__mro__):
            hints.update(base.__dict__.get('__annotations__', {}))
        return hints
    return dict(obj.__annotations__)


def cast(kind, value):
    return value


def overload(function):
    return function


def final(thing):
    return thing


def runtime_checkable(cls):
    return cls


def no_type_check(thing):
    return thing


def NewType(name, kind):
    def make(value):
        return value
    make.__name__ = name
    make.__supertype__ = kind
    return make


def assert_never(value):
    raise AssertionError('Expected code to be unreachable, but got: %r' % (value,))


class TypedDict(dict):
    def __init_subclass__(cls, total=True):
        pass


def _named_tuple(name, fields, defaults, names):
    from collections import namedtuple
    base = namedtuple(name, fields, defaults=defaults)
    return type(name, (base,), names) if names else base


class _NamedTupleMeta(type):
    def __new__(metacls, name, bases, names):
        if not bases or bases == (object,):
            return super().__new__(metacls, name, bases, names)
        from collections import namedtuple
        fields = list(names.get('__annotations__', {}))
        defaults = [names[field] for field in fields if field in names]
        made = namedtuple(name, fields, defaults=defaults)
        for key, value in names.items():
            if key not in fields:
                setattr(made, key, value)
        return made

    def __call__(cls, name, fields=(), **kwargs):
        from collections import namedtuple
        return namedtuple(name, [field for field, _ in fields] + list(kwargs))


class NamedTuple(metaclass=_NamedTupleMeta):
    pass
