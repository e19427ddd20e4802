def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
def hanoi(n, a="A", b="B", c="C"):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
def flat(x):
    return [y for i in x for y in flat(i)] if isinstance(x, list) else [x]
print([fib(i) for i in range(15)], len(hanoi(6)), flat([1, [2, [3, [4]], 5]]))
def ack(m, n):
    return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
print(ack(2, 3))
