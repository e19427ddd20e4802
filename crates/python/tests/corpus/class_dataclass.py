from dataclasses import dataclass, field
@dataclass
class Packet:
    seq: int
    data: bytes = b""
    flags: list = field(default_factory=list)
    def end(self): return self.seq + len(self.data)
p, q = Packet(1, b"hello"), Packet(1, b"hello"); p.flags.append("PSH"); print(p, p == q, p.end(), q.flags, Packet(5))
@dataclass(order=True, frozen=True)
class V:
    a: int
    b: int = 0
print(sorted([V(2), V(1, 5), V(1)]), V(1) < V(2), hash(V(1)) == hash(V(1)))
try:
    V(1).a = 3
except Exception as e:
    print(type(e).__name__, e)
