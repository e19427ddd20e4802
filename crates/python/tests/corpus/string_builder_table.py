rows = [("eth0", 1500, 10.5), ("lo", 65536, 0.0), ("tap12", 9000, 123.456)]
w = [max(len(str(r[i])) for r in rows) for i in range(3)]
for r in rows: print(" | ".join(f"{str(c):<{w[i]}}" if i == 0 else f"{c!s:>{w[i]}}" for i, c in enumerate(r)))
print("+".join("-" * (x + 2) for x in w), sum(w))
