n = 0
def f():
    global n, m
    n += 1
    m = 5
f(); f()
print(n, m)
def g():
    try:
        print(undefined_name)
    except NameError as e:
        print(e)
    try:
        print(local)
        local = 1
    except UnboundLocalError as e:
        print(e)
g()
def h():
    def inner(): return late
    try:
        inner()
    except NameError as e:
        print(e)
    late = 3
    return inner()
print(h())
