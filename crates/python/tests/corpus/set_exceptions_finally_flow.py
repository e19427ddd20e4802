def f(n):
    try:
        if n == 0: return "ret"
        if n == 1: raise ValueError
        if n == 2: 1 / 0
    except ValueError: return "exc"
    finally:
        print("fin", n)
        if n == 2: return "override"
    return "end"
print(f(0), f(1), f(2), f(3))
def g():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print("body", i)
        finally: print("f", i)
    return i
print(g())
def h():
    while True:
        try: return 1
        finally: break
    return 2
print(h())
def k():
    try:
        try: raise ValueError("inner")
        finally: print("cleanup")
    except ValueError as e: return str(e)
print(k())
def n():
    for x in [1, 2]:
        try:
            return x
        finally:
            continue
    return "after"
print(n())
