class T:
    def __init__(self): self._c = 0
    @property
    def c(self):
        "doc"
        return self._c
    @c.setter
    def c(self, v):
        if v < 0: raise ValueError("negative")
        self._c = v
    @c.deleter
    def c(self): self._c = None
    @property
    def ro(self): return 1
t = T(); t.c = 5; print(t.c)
try: t.c = -1
except ValueError as e: print(e)
try: t.ro = 1
except AttributeError as e: print(e)
del t.c; print(t.c)
