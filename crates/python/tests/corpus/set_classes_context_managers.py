class M:
    def __init__(self, n, swallow=False): self.n, self.s = n, swallow
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, t, v, tb): print("exit", self.n, t and t.__name__, v); return self.s
with M(1) as a, M(2): print("body", a.n)
with M(3, True): raise ValueError("x")
try:
    with M(4), M(5): 1 / 0
except ZeroDivisionError as e: print("out", e)
def f():
    with M(6): return "ret"
print(f())
for i in range(3):
    with M(i):
        if i == 1: break
        continue
try:
    with 5: pass
except TypeError as e: print(e)
