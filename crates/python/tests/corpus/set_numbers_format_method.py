print("{} {} {0}".format(1, 2) if False else "{0} {1} {0}".format(1, 2), "{:>5}|{:<5}|{:^5}|".format("a", "b", "c"))
print("{a} {b.real} {c[0]} {d[k]}".format(a=1, b=2, c=[3], d={"k": 4}), "{!r} {!s:>4} {{}}".format("x", "y"))
print("{:{}}|{:{w}.{p}f}".format("a", 5, 3.14159, w=8, p=2), format(255, "x"), format("s", ">4"), "{:,}".format(12345))
for bad in ("{} {}", "{x}", "{0.foo}", "{"):
    try:
        print(bad.format(1))
    except (IndexError, KeyError, AttributeError, ValueError) as e:
        print(type(e).__name__, e)
