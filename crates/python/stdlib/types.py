import _lab

FunctionType = _lab.function
LambdaType = _lab.function
GeneratorType = _lab.generator
ModuleType = _lab.module
MethodType = _lab.method
BuiltinFunctionType = _lab.native
BuiltinMethodType = _lab.native
NoneType = _lab.NoneType
EllipsisType = type(...)
NotImplementedType = type(NotImplemented)
TracebackType = _lab.traceback
FrameType = _lab.frame
CodeType = _lab.code
CellType = _lab.cell
MappingProxyType = dict


def _name(kind):
    if kind is None:
        return 'None'
    if kind is ...:
        return '...'
    if isinstance(kind, type) and type(kind).__name__ != 'GenericAlias':
        if kind.__module__ == 'builtins':
            return kind.__qualname__
        return '%s.%s' % (kind.__module__, kind.__qualname__)
    return repr(kind)


class GenericAlias:
    def __init__(self, origin, args):
        self.__origin__ = origin
        self.__args__ = args if isinstance(args, tuple) else (args,)

    def __repr__(self):
        return '%s[%s]' % (_name(self.__origin__), ', '.join([
            '[%s]' % ', '.join([_name(part) for part in arg]) if isinstance(arg, list) else _name(arg)
            for arg in self.__args__]))

    def __call__(self, *args, **kwargs):
        return self.__origin__(*args, **kwargs)

    def __eq__(self, other):
        return isinstance(other, GenericAlias) and (self.__origin__, self.__args__) == (
            other.__origin__, other.__args__)

    def __hash__(self):
        return hash(self.__args__)

    def __or__(self, other):
        return UnionType(self, other)

    def __ror__(self, other):
        return UnionType(other, self)

    def __getitem__(self, args):
        return self


class UnionType:
    def __init__(self, *kinds):
        found = []
        for kind in kinds:
            parts = kind.__args__ if isinstance(kind, UnionType) else (NoneType if kind is None else kind,)
            for part in parts:
                if part not in found:
                    found.append(part)
        self.__args__ = tuple(found)

    def __repr__(self):
        return ' | '.join(['None' if kind is NoneType else _name(kind) for kind in self.__args__])

    def __eq__(self, other):
        return isinstance(other, UnionType) and set(self.__args__) == set(other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __or__(self, other):
        return UnionType(self, other)

    def __ror__(self, other):
        return UnionType(other, self)


def _union(left, right):
    made = UnionType(left, right)
    return made.__args__[0] if len(made.__args__) == 1 else made


class SimpleNamespace:
    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        return 'namespace(%s)' % ', '.join(['%s=%r' % item for item in self.__dict__.items()])

    def __eq__(self, other):
        return isinstance(other, SimpleNamespace) and self.__dict__ == other.__dict__


def new_class(name, bases=(), kwds=None, exec_body=None):
    names = {}
    if exec_body is not None:
        exec_body(names)
    kwds = dict(kwds or {})
    meta = kwds.pop('metaclass', type(bases[0]) if bases else type)
    return meta(name, bases, names, **kwds)
