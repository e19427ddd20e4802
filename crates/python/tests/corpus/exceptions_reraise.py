def f():
    try:
        raise ValueError("orig")
    except ValueError:
        print("log")
        raise
try:
    f()
except ValueError as e:
    print("outer", e)
try:
    raise
except RuntimeError as e:
    print(e)
try:
    raise ValueError
except ValueError as e:
    print(repr(e))
try:
    raise 5
except TypeError as e:
    print(e)
try:
    print(e)
except NameError as x:
    print(x)
