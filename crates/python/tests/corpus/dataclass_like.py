class Struct:
    def __init__(self, **kw): self.__dict__.update(kw)
    def __repr__(self): return "Struct(" + ", ".join(f"{k}={v!r}" for k, v in self.__dict__.items()) + ")"
s = Struct(a=1, b="x"); s.c = [1]; print(s, s.a)
