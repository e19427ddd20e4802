class Proxy:
    def __init__(self, t): self.__dict__["t"] = t
    def __getattr__(self, n): print("get", n); return getattr(self.t, n)
    def __setattr__(self, n, v): print("set", n, v); self.__dict__[n] = v
    def __call__(self, *a, **k): return a, k
    def __enter__(self): print("enter"); return self
    def __exit__(self, t, v, tb): print("exit", t and t.__name__, v); return True
p = Proxy([1, 2]); p.append(3); p.z = 5; print(p.t, p.z, p(1, x=2), callable(p), callable(5))
with p as q:
    raise KeyError("inside")
print("after", q is p)
