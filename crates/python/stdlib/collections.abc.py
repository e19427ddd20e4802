from abc import ABCMeta as _Meta


class _Kind(_Meta):
    def __subclasscheck__(cls, subclass):
        if type.__subclasscheck__(cls, subclass):
            return True
        if '_methods' in cls.__dict__:
            if cls._kinds and any(issubclass(subclass, kind) for kind in cls._kinds):
                return True
            return bool(cls._methods) and all(getattr(subclass, name, None) is not None for name in cls._methods)
        return any(issubclass(subclass, known) for known in cls.__dict__.get('_abc_registry', ()))


def _kind(name, methods, kinds=()):
    def get(cls, args):
        from types import GenericAlias
        return GenericAlias(cls, args)
    names = {'_methods': methods, '_kinds': kinds, '__class_getitem__': get, '__module__': 'collections.abc'}
    return _Kind(name, (), names)


Hashable = _kind('Hashable', ('__hash__',))
Iterable = _kind('Iterable', ('__iter__',))
Iterator = _kind('Iterator', ('__iter__', '__next__'))
Reversible = _kind('Reversible', ('__iter__', '__reversed__'))
Generator = _kind('Generator', ('__iter__', '__next__', 'send', 'throw', 'close'))
Sized = _kind('Sized', ('__len__',))
Container = _kind('Container', ('__contains__',))
Collection = _kind('Collection', ('__len__', '__iter__', '__contains__'))
Callable = _kind('Callable', ('__call__',))
Sequence = _kind('Sequence', (), (list, tuple, str, bytes, bytearray, range, memoryview))
MutableSequence = _kind('MutableSequence', (), (list, bytearray))
ByteString = _kind('ByteString', (), (bytes, bytearray))
Set = _kind('Set', (), (set, frozenset))
MutableSet = _kind('MutableSet', (), (set,))
Mapping = _kind('Mapping', (), (dict,))
MutableMapping = _kind('MutableMapping', (), (dict,))
KeysView = _kind('KeysView', (), (type({}.keys()),))
ValuesView = _kind('ValuesView', (), (type({}.values()),))
ItemsView = _kind('ItemsView', (), (type({}.items()),))
