x, name, d = 3, "Bob", {"k": [1, 2]}
print(f"{x} {name!r} {name:>5} {x:03d} {d['k'][1]} {x + 1} {{}} {x!s:<3}| {'nested ' + f'{x}'}")
print(f"{x=} {name=} {x + 1 = } {x=:>4} {name=!s}", f"{3.14159:.{x}f}", f"{name:^{x * 3}}|")
print(f"{'a' if x > 2 else 'b'} {[i for i in range(x)]} {(lambda: 5)()}" f" joined " "plain")
class P:
    def __format__(self, spec):
        return "<" + spec + ">"
    def __str__(self):
        return "str"
    def __repr__(self):
        return "repr"
print(f"{P()} {P():abc} {P()!r} {P()!s}", "{:x}".format(P()), "%s %r" % (P(), P()), str(P()), [P()])
