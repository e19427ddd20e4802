class A:
    def __init__(self): self.__p = 1; self._q = 2; self.__r__ = 3
    def get(self): return self.__p
    def __hidden(self): return "h"
    def call(self): return self.__hidden()
a = A(); print(a.get(), a._A__p, a.__dict__, a.call())
try: a.__p
except AttributeError as e: print(e)
