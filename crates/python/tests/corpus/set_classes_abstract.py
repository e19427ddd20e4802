from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @abstractmethod
    def name(self): pass
class Sq(Shape):
    def area(self): return 4
    def name(self): return "sq"
print(Sq().area(), Sq().name())
try: Shape()
except TypeError as e: print(e)
