from enum import Flag, IntFlag, auto


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


print(Perm.R, Perm.RW, repr(Perm.R | Perm.X), Perm.R in Perm.RW, Perm.X in Perm.RW, bool(Perm.R & Perm.W))
print(Perm.RW & ~Perm.W, Perm(5), list(Perm.RW), [p.name for p in Perm], Perm.RW.value, (Perm.R ^ Perm.RW).name)
print(Perm(0), repr(Perm(0)), ~Perm.R, len(Perm.RW))


class Bits(IntFlag):
    A = 1
    B = 2
    C = 4


print(Bits.A | Bits.B, repr(Bits.A | Bits.B), Bits.A | 8, Bits.C & 6, Bits.B + 1, int(Bits.C), f"{Bits.C}", Bits(3) == 3)
print(repr(Bits(0)), Bits.A | Bits.C in [5], repr(~Bits.A))
try:
    Perm(99)
except ValueError as error:
    print(str(error).splitlines()[0])
