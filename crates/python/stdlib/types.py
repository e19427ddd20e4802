import _lab

FunctionType = _lab.function
LambdaType = _lab.function
GeneratorType = _lab.generator
ModuleType = _lab.module
MethodType = _lab.method
BuiltinFunctionType = _lab.native
NoneType = _lab.NoneType


class SimpleNamespace:
    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __repr__(self):
        return 'namespace(%s)' % ', '.join('%s=%r' % item for item in self.__dict__.items())

    def __eq__(self, other):
        return isinstance(other, SimpleNamespace) and self.__dict__ == other.__dict__
