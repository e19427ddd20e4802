def f(a: int, b: "str" = "x") -> list:
    c: int = 5
    d: str
    return [a, b, c]
x: int = 3
y: float
print(f(1), x)
