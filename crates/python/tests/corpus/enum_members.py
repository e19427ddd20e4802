import enum
from enum import Enum, IntEnum, StrEnum, auto, unique


class State(Enum):
    CLOSED = 0
    LISTEN = 1
    OPEN = 2
    ESTABLISHED = 2

    @property
    def final(self):
        return self is State.CLOSED

    @classmethod
    def first(cls):
        return next(iter(cls))

    def __str__(self):
        return self.name.lower()


print(State.OPEN, repr(State.OPEN), State(1), State["LISTEN"], State.ESTABLISHED is State.OPEN)
print([s.name for s in State], len(State), list(State.__members__), State.CLOSED.final, State.first())
print(State, type(State), type(State.OPEN), isinstance(State.OPEN, State), State.OPEN in State)
print(State.OPEN == 2, State.OPEN == State.OPEN, {State.OPEN: "x"}[State(2)], hash(State.OPEN) == hash("OPEN"))
for bad in (lambda: State(9), lambda: State["NO"], lambda: setattr(State, "OPEN", 3), lambda: State.OPEN < State.LISTEN, lambda: State.NOPE):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)


class Level(IntEnum):
    LOW = auto()
    MID = auto()
    HIGH = 10
    TOP = auto()


print(Level.TOP, Level.TOP + 1, Level.LOW < Level.HIGH, sorted([Level.HIGH, Level.LOW]), f"{Level.MID:03d}", repr(Level.MID), Level.HIGH == 10)
print(isinstance(Level.LOW, int), [10, 20, 30][Level.LOW], max(Level), int(Level.HIGH), "%d" % Level.MID, str(Level.MID))


class Color(StrEnum):
    RED = auto()
    BLUE = "azul"


print(Color.RED, Color.BLUE.upper(), Color.RED == "red", repr(Color.BLUE), f"{Color.RED!r} {Color.BLUE}")


class Planet(Enum):
    EARTH = (5.97e24, 6.37e6)
    MARS = (6.42e23, 3.39e6)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self):
        return round(6.67e-11 * self.mass / self.radius ** 2, 2)


print(Planet.EARTH.gravity, Planet.MARS.value, Planet.MARS.radius)
Answer = Enum("Answer", "YES NO")
print(Answer.YES, Answer.NO.value, Answer(1).name, list(Answer))
try:
    @unique
    class Twice(Enum):
        A = 1
        B = 1
except ValueError as error:
    print(error)
try:
    class More(State):
        X = 5
except TypeError as error:
    print(type(error).__name__)


class Missing(Enum):
    UNKNOWN = -1

    @classmethod
    def _missing_(cls, value):
        return cls.UNKNOWN


print(Missing(77))
match State.LISTEN:
    case State.CLOSED:
        print("closed")
    case State.LISTEN:
        print("listening")
