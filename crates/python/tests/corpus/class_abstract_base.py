class Shape:
    def area(self): raise NotImplementedError(f"{type(self).__name__}.area")
    def describe(self): return f"{type(self).__name__.lower()} of {self.area():.2f}"
class Sq(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
print(Sq(2).describe())
try:
    Shape().describe()
except NotImplementedError as e:
    print(e)
from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def go(self): ...
class B(A):
    def go(self): return "went"
print(B().go())
try:
    A()
except TypeError as e:
    print(e)
