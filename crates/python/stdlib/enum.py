import types as _types


class auto:
    def __init__(self):
        self._parts = None

    def __or__(self, other):
        made = auto()
        made._parts = (self, other)
        return made

    __ror__ = __or__


def _is_dunder(name):
    return len(name) > 4 and name[:2] == '__' and name[-2:] == '__'


def _is_sunder(name):
    return len(name) > 2 and name[0] == '_' and name[-1] == '_' and name[1] != '_'


def _is_descriptor(value):
    if isinstance(value, (_types.FunctionType, property, classmethod, staticmethod)):
        return True
    kind = type(value)
    return hasattr(kind, '__get__') or hasattr(kind, '__set__')


def _is_member(name, value):
    return not (_is_dunder(name) or _is_sunder(name) or name.startswith('_') and '__' in name or _is_descriptor(value))


def _highest_bit(value):
    return value.bit_length() - 1


class EnumType(type):
    def __new__(metacls, name, bases, classdict, *, boundary=None, **kwds):
        if not any(isinstance(base, EnumType) for base in bases):
            made = super().__new__(metacls, name, bases, classdict, **kwds)
            made._member_names_ = []
            made._member_map_ = {}
            made._value2member_map_ = {}
            made._member_type_ = object
            return made
        member_type = object
        first = None
        for base in bases:
            if isinstance(base, EnumType):
                if base._member_names_:
                    raise TypeError('<enum %r> cannot extend %r' % (name, base))
                first = base
                if member_type is object:
                    member_type = base._member_type_
            else:
                for ancestor in base.__mro__:
                    if ancestor in (int, str, float, bytes, tuple):
                        member_type = ancestor
        ignored = classdict.pop('_ignore_', ())
        if isinstance(ignored, str):
            ignored = ignored.replace(',', ' ').split()
        members = [(key, value) for key, value in classdict.items() if _is_member(key, value) and key not in ignored]
        for key, value in members:
            del classdict[key]
        for key in ignored:
            classdict.pop(key, None)
        made = super().__new__(metacls, name, bases, classdict, **kwds)
        made._member_names_ = []
        made._member_map_ = {}
        made._value2member_map_ = {}
        made._member_type_ = member_type
        new = classdict.get('__new__')
        if new is None:
            for base in made.__mro__[1:]:
                if '__new__' in base.__dict__ and isinstance(base, EnumType) and base.__dict__.get('_custom_new_'):
                    new = base.__dict__['_custom_new_']
                    break
        if isinstance(new, staticmethod):
            new = new.__func__
        made._custom_new_ = new
        next_value = made._generate_next_value_
        resolved = {}
        values = []
        for key, value in members:
            value = _resolve(value, key, next_value, values, resolved, len(made._member_names_))
            if isinstance(value, tuple) and any(isinstance(part, auto) for part in value):
                value = tuple(_resolve(part, key, next_value, values, resolved, len(made._member_names_))
                              for part in value)
            made._add_member(key, value)
            values.append(made._member_map_[key]._value_)
        return made

    def _add_member(cls, name, value):
        args = value if isinstance(value, tuple) else (value,)
        if cls._member_type_ is tuple:
            args = (args,)
        if cls._custom_new_ is not None:
            member = cls._custom_new_(cls, *args)
            if not hasattr(member, '_value_'):
                member._value_ = value
        elif cls._member_type_ is object:
            member = object.__new__(cls)
            member._value_ = value
        else:
            member = cls._member_type_.__new__(cls, *args)
            member._value_ = value if cls._member_type_ is tuple else cls._member_type_(*args)
        for known in cls._member_map_.values():
            if known._value_ == member._value_:
                cls._member_map_[name] = known
                type.__setattr__(cls, name, known)
                return
        member._name_ = name
        member.__objclass__ = cls
        member._sort_order_ = len(cls._member_names_)
        for base in cls.__mro__:
            init = base.__dict__.get('__init__')
            if init is not None:
                if base not in (object, int, str, float, bytes, tuple):
                    init(member, *args)
                break
        cls._member_map_[name] = member
        type.__setattr__(cls, name, member)
        try:
            cls._value2member_map_[member._value_] = member
        except TypeError:
            pass
        if not cls._is_flag_ or _is_single(member._value_):
            cls._member_names_.append(name)

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is None:
            return cls._find(value)
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        if isinstance(names, dict):
            names = list(names.items())
        classdict = {'__module__': module or '__main__', '__qualname__': qualname or value}
        last = []
        for index, item in enumerate(names):
            if isinstance(item, str):
                item = (item, cls._generate_next_value_(item, start, index, last[:]))
            classdict[item[0]] = item[1]
            last.append(item[1])
        bases = (cls,) if type is None else (type, cls)
        return cls.__class__(value, bases, classdict)

    def _find(cls, value):
        if isinstance(value, cls):
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for member in cls._member_map_.values():
                if member._value_ == value:
                    return member
        result = cls._missing_(value)
        if isinstance(result, cls):
            return result
        if result is not None:
            raise TypeError('error in %s._missing_: returned %r instead of None or a valid member' % (
                cls.__name__, result))
        raise ValueError('%r is not a valid %s' % (value, cls.__qualname__))

    def __contains__(cls, member):
        if not isinstance(member, Enum):
            raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'" % (
                type(member).__qualname__, cls.__class__.__qualname__))
        return isinstance(member, cls) and member._name_ in cls._member_map_

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[name] for name in reversed(cls._member_names_)])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __repr__(cls):
        return '<%s %r>' % ('flag' if cls._is_flag_ else 'enum', cls.__name__)

    @property
    def __members__(cls):
        return dict(cls._member_map_)

    def __getattr__(cls, name):
        raise AttributeError(name) from None

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError('cannot reassign member %r' % (name,))
        type.__setattr__(cls, name, value)

    def __delattr__(cls, name):
        if name in cls._member_map_:
            raise AttributeError('%r cannot delete member %r.' % (cls.__name__, name))
        type.__delattr__(cls, name)


EnumMeta = EnumType


def _is_single(value):
    return isinstance(value, int) and value > 0 and value & (value - 1) == 0


def _resolve(value, key, next_value, values, resolved, count):
    if not isinstance(value, auto):
        return value
    if id(value) not in resolved:
        if value._parts is None:
            resolved[id(value)] = next_value(key, 1, count, values[:])
        else:
            total = 0
            for part in value._parts:
                total |= _resolve(part, key, next_value, values, resolved, count)
            resolved[id(value)] = total
    return resolved[id(value)]


class Enum(metaclass=EnumType):
    _is_flag_ = False

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        return max(last_values) + 1

    @classmethod
    def _missing_(cls, value):
        return None

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    def __repr__(self):
        return '<%s.%s: %r>' % (self.__class__.__name__, self._name_, self._value_)

    def __str__(self):
        return '%s.%s' % (self.__class__.__name__, self._name_)

    def __format__(self, spec):
        return str.__format__(str(self), spec)

    def __hash__(self):
        return hash(self._name_)

    def __dir__(self):
        return ['__class__', '__doc__', '__module__', 'name', 'value']

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class ReprEnum(Enum):
    pass


class IntEnum(int, ReprEnum):
    def __str__(self):
        return int.__repr__(self._value_)

    def __format__(self, spec):
        return int.__format__(self._value_, spec)


class StrEnum(str, ReprEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return self._value_

    def __format__(self, spec):
        return str.__format__(self._value_, spec)


class Flag(Enum):
    _is_flag_ = True

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        return 2 ** (_highest_bit(max(last_values)) + 1)

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError('%r is not a valid %s' % (value, cls.__qualname__))
        mask = 0
        for member in cls._member_map_.values():
            mask |= member._value_
        strict = not issubclass(cls, int)
        if value < 0:
            value = mask & value if strict or -value - 1 <= mask else value
        if strict and value & ~mask:
            width = max(value.bit_length(), mask.bit_length())
            raise ValueError('%r invalid value %r\n    given %s\n  allowed %s' % (
                cls, value, '0b0 ' + bin(value)[2:].rjust(width, '0'), '0b0 ' + bin(mask)[2:].rjust(width, '0')))
        if value in cls._value2member_map_:
            return cls._value2member_map_[value]
        if cls._member_type_ is object:
            member = object.__new__(cls)
        else:
            member = cls._member_type_.__new__(cls, value)
        member._value_ = value
        names = [single._name_ for single in cls if single._value_ & value]
        rest = value & ~mask
        if rest:
            names.append(str(rest))
        member._name_ = '|'.join(names) if names else None
        member.__objclass__ = cls
        cls._value2member_map_[value] = member
        return member

    def _other(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, int):
            return int(other)
        return None

    def __repr__(self):
        if self._name_ is None:
            return '<%s: %r>' % (self.__class__.__name__, self._value_)
        return '<%s.%s: %r>' % (self.__class__.__name__, self._name_, self._value_)

    def __str__(self):
        if self._name_ is None:
            return '%s(%r)' % (self.__class__.__name__, self._value_)
        return '%s.%s' % (self.__class__.__name__, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def __len__(self):
        return bin(self._value_).count('1')

    def __iter__(self):
        for member in self.__class__:
            if member._value_ & self._value_:
                yield member

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': %r and %r" % (
                type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __or__(self, other):
        value = self._other(other)
        return NotImplemented if value is None else self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._other(other)
        return NotImplemented if value is None else self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._other(other)
        return NotImplemented if value is None else self.__class__(self._value_ ^ value)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        mask = 0
        for member in self.__class__._member_map_.values():
            mask |= member._value_
        return self.__class__(mask & ~self._value_)


class IntFlag(int, ReprEnum, Flag):
    def __str__(self):
        return int.__repr__(self._value_)

    def __format__(self, spec):
        return int.__format__(self._value_, spec)

    __or__ = Flag.__or__
    __and__ = Flag.__and__
    __xor__ = Flag.__xor__
    __ror__ = Flag.__or__
    __rand__ = Flag.__and__
    __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__
    __repr__ = Flag.__repr__
    __bool__ = Flag.__bool__


def unique(enumeration):
    duplicates = ['%s -> %s' % (alias, member._name_)
                  for alias, member in enumeration._member_map_.items() if alias != member._name_]
    if duplicates:
        raise ValueError('duplicate values found in %r: %s' % (enumeration, ', '.join(duplicates)))
    return enumeration


def _convert(names, kind, name, module):
    classdict = {'__module__': module, '__qualname__': name}
    classdict.update(names)
    return kind.__class__(name, (kind,), classdict)
