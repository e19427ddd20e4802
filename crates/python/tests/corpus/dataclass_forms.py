from dataclasses import dataclass, field, fields, asdict, astuple, replace, is_dataclass, FrozenInstanceError
from typing import ClassVar, List, Optional


@dataclass
class Packet:
    """What travels."""
    seq: int
    payload: bytes = b""
    flags: List[str] = field(default_factory=list)
    count: ClassVar[int] = 0
    hidden: int = field(default=7, repr=False, compare=False)

    def __post_init__(self):
        Packet.count += 1

    def end(self) -> int:
        return self.seq + len(self.payload)


a = Packet(1, b"abc")
b = Packet(seq=1, payload=b"abc", hidden=9)
print(a, a == b, a is b, a.end(), Packet.count, [f.name for f in fields(a)], a.flags is b.flags)
print(asdict(a), astuple(b), replace(a, seq=5), is_dataclass(Packet), is_dataclass(3))
for bad in (lambda: Packet(), lambda: Packet(1, 2, 3, 4, 5), lambda: Packet(1, seq=2), lambda: Packet(1, size=2)):
    try:
        bad()
    except TypeError as error:
        print(error)


@dataclass(frozen=True, order=True)
class Version:
    major: int
    minor: int = 0
    note: Optional[str] = field(default=None, compare=False)


print(sorted([Version(2), Version(1, 5), Version(1)]), Version(1) < Version(1, 1), hash(Version(1)) == hash(Version(1)), {Version(1): "x"}[Version(1, 0, "n")])
try:
    Version(1).major = 3
except FrozenInstanceError as error:
    print(type(error).__name__, error)
try:
    hash(a)
except TypeError as error:
    print(error)


@dataclass
class Base:
    x: int
    y: int = 2


@dataclass
class Derived(Base):
    z: int = field(kw_only=True)
    w: str = "w"


print(Derived(1, z=3), Derived(1, 5, "q", z=0).w, Derived.__match_args__)
try:
    Derived(1)
except TypeError as error:
    print(error)
match Derived(1, z=4):
    case Derived(x, y, z=z):
        print("matched", x, y, z)
try:
    @dataclass
    class Bad:
        items: list = []
except ValueError as error:
    print(str(error)[:45])
try:
    @dataclass
    class Order:
        a: int = 1
        b: int
except TypeError as error:
    print(error)


@dataclass
class Tree:
    value: int
    children: "list[Tree]" = field(default_factory=list)


print(asdict(Tree(1, [Tree(2), Tree(3, [Tree(4)])])), Tree.__doc__ is not None, Packet.__doc__)
