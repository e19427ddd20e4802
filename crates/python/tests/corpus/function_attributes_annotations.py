def f(a: int, b: str = "x", *args: float, **kw) -> bool:
    return True
print(f(1), f.__name__, f.__defaults__, f.__annotations__["b"].__name__, f.__annotations__["return"]); f.calls = 3; print(f.calls, f.__module__)
v: int = 5; w: "str"; print(v)
class C:
    n: int = 1
print(C.n, C.__annotations__)
