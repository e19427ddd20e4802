def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def fact(n): return 1 if n == 0 else n * fact(n - 1)
print(fib(15), fact(30))
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
print(deep(500))
def endless(n): return endless(n + 1)
try:
    endless(0)
except RecursionError as e:
    print("maximum recursion depth exceeded" in str(e))
