class A: pass
class B:
    def __str__(self): return "str"
class C:
    def __repr__(self): return "repr"
print(str(B()), str(C()), repr(C()), [C()], {"k": C()}, (C(),), f"{C()} {B()} {C()!r}", "%s %r" % (C(), C()), repr(A()).startswith("<__main__.A object at 0x"), A, type(A()), C.__repr__(C()))
class D:
    def __str__(self): return 5
try: str(D())
except TypeError as e: print(e)
