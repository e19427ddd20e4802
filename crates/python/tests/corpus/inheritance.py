class Animal:
    def __init__(self, name): self.name = name
    def speak(self): return "..."
    def hello(self): return f"{self.name}: {self.speak()}"
class Dog(Animal):
    def speak(self): return "Woof"
class Puppy(Dog):
    def __init__(self, name):
        super().__init__(name + " jr")
    def speak(self): return super().speak().lower()
for c in (Animal, Dog, Puppy):
    print(c("Rex").hello(), [k.__name__ for k in c.__mro__], issubclass(c, Dog))
print(isinstance(Puppy("x"), (int, Animal)), Puppy.__bases__[0].__name__)
