def f():
    try:
        try: raise KeyError("a")
        except ValueError: print("no")
        finally: print("1")
    except KeyError as e:
        try: raise TypeError("b")
        except TypeError: print("2", repr(e))
        print("3")
f()
try:
    try: raise ValueError(1)
    except ValueError:
        try: raise KeyError(2)
        except KeyError: pass
        raise
except Exception as e: print(repr(e))
