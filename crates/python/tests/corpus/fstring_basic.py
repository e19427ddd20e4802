name, n, x = "net", 3, 2.5
print(f"{name} {n} {x} {n+1} {name!r} {name!s:>6} {n:>{n}} {{}} {n=} {x = } {name.upper()} {'nested'} {[1,2][0]}")
print(f"{n:{'0'}>{5}} {name:^{n*3}}|" f"{'joined'}")
