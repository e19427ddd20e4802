from abc import ABC, ABCMeta, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Sized
import collections.abc


class Shape(ABC):
    @abstractmethod
    def area(self):
        """How big."""

    @property
    @abstractmethod
    def name(self):
        ...

    @classmethod
    @abstractmethod
    def unit(cls):
        ...

    def show(self):
        return f"{self.name}: {self.area()}"


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2

    @property
    def name(self):
        return "square"

    @classmethod
    def unit(cls):
        return cls(1)


class Partial(Shape):
    def area(self):
        return 0


print(Square(3).show(), Square.unit().area(), type(Shape) is ABCMeta, isinstance(Square(1), Shape))
for cls in (Shape, Partial):
    try:
        cls()
    except TypeError as error:
        print(error)


@Shape.register
class Foreign:
    pass


print(isinstance(Foreign(), Shape), issubclass(Foreign, Shape), issubclass(int, Shape))


class NotAbstract:
    @abstractmethod
    def f(self):
        return "callable"


print(NotAbstract().f())
print(isinstance([], Iterable), isinstance(5, Iterable), isinstance({}, Mapping), isinstance((), Sequence), isinstance({1}, Sequence), isinstance(iter([]), Iterator), isinstance(len, Callable), isinstance([], Hashable), isinstance("", Hashable), isinstance(range(3), Sized))


class Countdown:
    def __iter__(self):
        return iter([3, 2, 1])

    def __len__(self):
        return 3


print(isinstance(Countdown(), Iterable), isinstance(Countdown(), collections.abc.Sized), isinstance(Countdown(), Sequence))
