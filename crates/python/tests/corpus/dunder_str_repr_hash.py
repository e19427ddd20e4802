class S:
    def __str__(self): return "str!"
class R:
    def __repr__(self): return "repr!"
class H:
    def __eq__(self, o): return True
print(S(), str(S()), R(), str(R()), [R()], f"{S()} {R()!s}", "%s" % S())
try:
    hash(H())
except TypeError as e:
    print(e)
class L:
    def __len__(self): return 3
    def __index__(self): return 2
    def __int__(self): return 7
    def __float__(self): return 1.5
print(len(L()), "abcdef"[L()], int(L()), float(L()), [0, 1, 2, 3][L():], bool(L()), range(5)[L()])
