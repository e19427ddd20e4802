class G:
    def __getattr__(self, n):
        if n.startswith("x"): return n.upper()
        raise AttributeError(n)
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
    def __delattr__(self, n): print("del", n); object.__delattr__(self, n)
g = G(); g.a = 5
print(g.a, g.xyz, hasattr(g, "q"), getattr(g, "q", "dflt"), getattr(g, "xx")); del g.a
try: g.q
except AttributeError as e: print(e)
class H:
    def __getattribute__(self, n): return "got " + n
print(H().anything)
setattr(g, "dyn", 4); print(g.dyn, getattr(g, "dyn")); delattr(g, "dyn")
