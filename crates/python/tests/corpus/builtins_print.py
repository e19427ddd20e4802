import sys
print(1, "a", [2], sep="-", end="!\n"); print(); print("x", end=""); print("y", sep=","); print(*[1, 2, 3], sep=", "); print("to", "file", file=sys.stdout, flush=True); print(None, True, 1.0, ..., sep="|")
try:
    print("a", sep=5)
except TypeError as e:
    print(e)
