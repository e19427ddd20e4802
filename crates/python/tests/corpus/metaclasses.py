class Registry(type):
    known = {}

    def __new__(mcls, name, bases, names, **options):
        cls = super().__new__(mcls, name, bases, names)
        cls.options = options
        if bases:
            mcls.known[name] = cls
        return cls

    def __init__(cls, name, bases, names, **options):
        super().__init__(name, bases, names)
        cls.order = len(Registry.known)

    def __call__(cls, *args, **kwargs):
        made = super().__call__(*args, **kwargs)
        made.tagged = cls.__name__.lower()
        return made

    def __len__(cls):
        return 42

    def __iter__(cls):
        return iter(sorted(cls.known))

    def __contains__(cls, item):
        return item in cls.known

    def __getitem__(cls, name):
        return cls.known[name]

    def __repr__(cls):
        return f"<registered {cls.__name__}>"

    @property
    def size(cls):
        return len(cls.known)

    def describe(cls):
        return f"{cls.__name__} of {type(cls).__name__}"


class Handler(metaclass=Registry):
    def __init__(self, code=0):
        self.code = code


class Get(Handler, verbose=True):
    pass


class Post(Handler):
    def __init__(self, code):
        super().__init__(code)


print(Registry.known, Get.options, Post.order, Get().tagged, Post(5).code)
print(len(Get), list(Handler), "Get" in Handler, Handler["Post"], Handler.size, Get.describe())
print(type(Get) is Registry, isinstance(Get, Registry), issubclass(Registry, type), Get.__mro__)
try:
    Get().describe()
except AttributeError as error:
    print(error)
try:
    Get.size = 3
except AttributeError as error:
    print("no setter" in str(error))


class Singleton(type):
    _made = {}

    def __call__(cls, *args):
        if cls not in cls._made:
            cls._made[cls] = super().__call__(*args)
        return cls._made[cls]


class Config(metaclass=Singleton):
    def __init__(self):
        print("made once")


print(Config() is Config())


def shout(self):
    return self.word.upper() + "!"


Word = type("Word", (object,), {"word": "hey", "shout": shout, "__doc__": "made by hand"})
print(Word().shout(), Word.__name__, Word.__doc__, Word.__bases__, Word.__module__)
Louder = type("Louder", (Word,), {"shout": lambda self: super(Louder, self).shout() * 2})
print(Louder().shout(), Louder.__mro__ == (Louder, Word, object))


class Even(type):
    def __instancecheck__(cls, value):
        return value % 2 == 0


class EvenNumber(metaclass=Even):
    pass


print(isinstance(4, EvenNumber), isinstance(5, EvenNumber))


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        return {"given": "from prepare"}

    def __getattr__(cls, name):
        return f"{cls.__name__} has no {name}"


class Prepared(metaclass=Meta):
    seen = given.upper()


print(Prepared.seen, Prepared.missing)


class A(type):
    pass


class B(type):
    pass


try:
    class C(A("X", (), {}), B("Y", (), {})):
        pass
except TypeError as error:
    print(str(error)[:18])
