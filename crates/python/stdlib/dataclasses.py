import copy as _copy
import typing as _typing
import types as _types


class FrozenInstanceError(AttributeError):
    pass


class _Missing:
    def __repr__(self):
        return '<dataclasses._MISSING_TYPE object>'


MISSING = _Missing()


class KW_ONLY:
    pass


class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = metadata or {}
        self.kw_only = kw_only

    def __repr__(self):
        return 'Field(name=%r,type=%r,default=%r,default_factory=%r,init=%r,repr=%r,hash=%r,compare=%r,metadata=%r,' \
            'kw_only=%r)' % (self.name, self.type, self.default, self.default_factory, self.init, self.repr,
                             self.hash, self.compare, self.metadata, self.kw_only)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _collect(cls, kw_only):
    found = {}
    for base in cls.__mro__[-1:0:-1]:
        for name, item in base.__dict__.get('__dataclass_fields__', {}).items():
            found[name] = item
    for name, kind in cls.__dict__.get('__annotations__', {}).items():
        text = kind if isinstance(kind, str) else ''
        if kind is KW_ONLY or text.endswith('KW_ONLY'):
            kw_only = True
            continue
        if _typing.get_origin(kind) is _typing.ClassVar or kind is _typing.ClassVar or 'ClassVar' in text:
            continue
        default = cls.__dict__.get(name, MISSING)
        if isinstance(default, Field):
            item = default
            if item.default is MISSING:
                if name in cls.__dict__:
                    delattr(cls, name)
            else:
                setattr(cls, name, item.default)
        else:
            item = field(default=default)
        item.name = name
        item.type = kind
        if item.kw_only is MISSING:
            item.kw_only = kw_only
        if isinstance(item.default, (list, dict, set)):
            raise ValueError('mutable default %s for field %s is not allowed: use default_factory' % (
                type(item.default), name))
        found[name] = item
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in cls.__dict__.get('__annotations__', {}):
            raise TypeError('%r is a field but has no type annotation' % name)
    return found


def _plural(names):
    shown = [repr(name) for name in names]
    if len(shown) == 1:
        return shown[0]
    return ', '.join(shown[:-1]) + (' and ' if len(shown) == 2 else ', and ') + shown[-1]


def _make_init(cls, items, frozen):
    positional = [item for item in items if item.init and not item.kw_only]
    keyword = [item for item in items if item.init and item.kw_only]
    seen = None
    for item in positional:
        if item.default is not MISSING or item.default_factory is not MISSING:
            seen = item
        elif seen is not None:
            raise TypeError('non-default argument %r follows default argument' % item.name)
    store = object.__setattr__ if frozen else setattr
    title = cls.__qualname__ + '.__init__()'
    required = [item for item in positional if item.default is MISSING and item.default_factory is MISSING]

    def __init__(self, /, *args, **kwargs):
        if len(args) > len(positional):
            most = len(positional) + 1
            least = len(required) + 1
            count = str(most) if most == least else 'from %d to %d' % (least, most)
            raise TypeError('%s takes %s positional argument%s but %d were given' % (
                title, count, '' if most == least == 1 else 's', len(args) + 1))
        values = {}
        for item, value in zip(positional, args):
            values[item.name] = value
        for name, value in kwargs.items():
            if name in values:
                raise TypeError('%s got multiple values for argument %r' % (title, name))
            if not any(item.name == name for item in positional) and not any(item.name == name for item in keyword):
                raise TypeError('%s got an unexpected keyword argument %r' % (title, name))
            values[name] = value
        for group, word in ((positional, 'positional'), (keyword, 'keyword-only')):
            missing = [item.name for item in group if item.name not in values
                       and item.default is MISSING and item.default_factory is MISSING]
            if missing:
                raise TypeError('%s missing %d required %s argument%s: %s' % (
                    title, len(missing), word, '' if len(missing) == 1 else 's', _plural(missing)))
        for item in items:
            if item.name in values:
                store(self, item.name, values[item.name])
            elif item.default_factory is not MISSING:
                store(self, item.name, item.default_factory())
            elif item.default is not MISSING and item.init:
                store(self, item.name, item.default)
        if hasattr(self, '__post_init__'):
            self.__post_init__()

    __init__.__qualname__ = cls.__qualname__ + '.__init__'
    return __init__


def _values(self, names):
    return tuple([getattr(self, name) for name in names])


def _process(cls, init, repr_, eq, order, unsafe_hash, frozen, match_args, kw_only):
    found = _collect(cls, kw_only)
    for base in cls.__mro__[1:]:
        if '__dataclass_fields__' in base.__dict__:
            if base.__dataclass_frozen__ and not frozen:
                raise TypeError('cannot inherit non-frozen dataclass from a frozen one')
            if not base.__dataclass_frozen__ and frozen:
                raise TypeError('cannot inherit frozen dataclass from a non-frozen one')
    cls.__dataclass_fields__ = found
    cls.__dataclass_frozen__ = frozen
    items = list(found.values())
    shown = [item.name for item in items if item.repr]
    compared = [item.name for item in items if item.compare]
    own = cls.__dict__
    if init:
        cls.__init__ = _make_init(cls, items, frozen)
    if repr_ and '__repr__' not in own:
        def __repr__(self):
            if id(self) in running:
                return '...'
            running.add(id(self))
            try:
                parts = ['%s=%r' % (name, getattr(self, name)) for name in shown]
            finally:
                running.discard(id(self))
            return '%s(%s)' % (self.__class__.__qualname__, ', '.join(parts))
        running = set()
        cls.__repr__ = __repr__
    has_hash = '__hash__' in own and not (own['__hash__'] is None and '__eq__' in own)
    if eq and '__eq__' not in own:
        def __eq__(self, other):
            if other.__class__ is self.__class__:
                return _values(self, compared) == _values(other, compared)
            return NotImplemented
        cls.__eq__ = __eq__
    if order:
        if not eq:
            raise ValueError('eq must be true if order is true')
        for name in ('__lt__', '__le__', '__gt__', '__ge__'):
            if name in own:
                raise TypeError('Cannot overwrite attribute %s in class %s. Consider using functools.total_ordering' % (
                    name, cls.__name__))

        def __lt__(self, other):
            if other.__class__ is self.__class__:
                return _values(self, compared) < _values(other, compared)
            return NotImplemented

        def __le__(self, other):
            if other.__class__ is self.__class__:
                return _values(self, compared) <= _values(other, compared)
            return NotImplemented

        def __gt__(self, other):
            if other.__class__ is self.__class__:
                return _values(self, compared) > _values(other, compared)
            return NotImplemented

        def __ge__(self, other):
            if other.__class__ is self.__class__:
                return _values(self, compared) >= _values(other, compared)
            return NotImplemented

        cls.__lt__ = __lt__
        cls.__le__ = __le__
        cls.__gt__ = __gt__
        cls.__ge__ = __ge__
    if unsafe_hash or eq and frozen and not has_hash:
        hashed = [item.name for item in items if (item.compare if item.hash is None else item.hash)]

        def __hash__(self):
            return hash(_values(self, hashed))

        cls.__hash__ = __hash__
    elif eq and not has_hash:
        cls.__hash__ = None
    if frozen:
        names = set(found)

        def __setattr__(self, name, value):
            if type(self) is cls or name in names:
                raise FrozenInstanceError('cannot assign to field %r' % name)
            object.__setattr__(self, name, value)

        def __delattr__(self, name):
            if type(self) is cls or name in names:
                raise FrozenInstanceError('cannot delete field %r' % name)
            object.__delattr__(self, name)

        cls.__setattr__ = __setattr__
        cls.__delattr__ = __delattr__
    if cls.__doc__ is None:
        shown_fields = []
        for item in items:
            if item.init:
                text = '%s: %s' % (item.name, item.type.__name__ if isinstance(item.type, type) else repr(item.type))
                if item.default is not MISSING:
                    text += ' = %r' % (item.default,)
                elif item.default_factory is not MISSING:
                    text += ' = <factory>'
                shown_fields.append(text)
        cls.__doc__ = '%s(%s)' % (cls.__name__, ', '.join(shown_fields))
    if match_args and '__match_args__' not in own:
        cls.__match_args__ = tuple([item.name for item in items if item.init and not item.kw_only])
    return cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only)
    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    try:
        found = class_or_instance.__dataclass_fields__
    except AttributeError:
        raise TypeError('must be called with a dataclass type or instance') from None
    return tuple(found.values())


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), '__dataclass_fields__')


def _inner(value, factory, turn):
    if is_dataclass(value) and not isinstance(value, type):
        return turn(value, factory)
    if isinstance(value, tuple) and hasattr(value, '_fields'):
        return type(value)(*[_inner(item, factory, turn) for item in value])
    if isinstance(value, (list, tuple)):
        return type(value)([_inner(item, factory, turn) for item in value])
    if isinstance(value, dict):
        return type(value)([(_inner(key, factory, turn), _inner(item, factory, turn)) for key, item in value.items()])
    return _copy.deepcopy(value)


def _dict(obj, factory):
    return factory([(item.name, _inner(getattr(obj, item.name), factory, _dict)) for item in fields(obj)])


def _tuple(obj, factory):
    return factory([_inner(getattr(obj, item.name), factory, _tuple) for item in fields(obj)])


def asdict(obj, *, dict_factory=dict):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError('asdict() should be called on dataclass instances')
    return _dict(obj, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError('astuple() should be called on dataclass instances')
    return _tuple(obj, tuple_factory)


def replace(obj, /, **changes):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError('replace() should be called on dataclass instances')
    for item in fields(obj):
        if not item.init:
            if item.name in changes:
                raise ValueError('field %s is declared with init=False, it cannot be specified with replace()' % item.name)
        elif item.name not in changes:
            changes[item.name] = getattr(obj, item.name)
    return obj.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    names = dict(namespace or {})
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            annotations[item] = object
            continue
        annotations[item[0]] = item[1]
        if len(item) == 3:
            names[item[0]] = item[2]
    names['__annotations__'] = annotations
    return dataclass(type(cls_name, bases, names), **options)
