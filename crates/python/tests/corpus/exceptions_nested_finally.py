def f():
    for i in range(3):
        try:
            try:
                if i == 1: raise KeyError(i)
            finally:
                print("inner", i)
        except KeyError as e:
            print("key", e)
        else:
            print("ok", i)
f()
def g():
    try:
        try:
            raise ValueError("a")
        finally:
            print("cleanup")
    except ValueError as e:
        return str(e) + "!"
print(g())
