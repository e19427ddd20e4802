class CM:
    def __init__(self, n, swallow=False): self.n, self.s = n, swallow
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb): print("exit", self.n, t.__name__ if t else None); return self.s
with CM(1) as a, CM(2) as b:
    print("body", a, b)
with CM(3, True):
    raise ValueError("swallowed")
try:
    with CM(4) as x:
        raise KeyError("k")
except KeyError as e:
    print("through", e)
def f():
    with CM(5):
        return "ret"
print(f())
for i in range(2):
    with CM(i + 6):
        if i == 0: continue
        break
with (CM(8) as p, CM(9) as q,):
    print(p + q)
