class A:
    def __init__(self): self.__p = 1; self._q = 2
    def get(self): return self.__p
class B(A):
    def __init__(self): super().__init__(); self.__p = 5
print(A().get(), B().get(), sorted(B().__dict__))
