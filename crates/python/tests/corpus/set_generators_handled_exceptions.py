def g():
    try: 1 / 0
    except ZeroDivisionError:
        yield "in handler"
        try: raise
        except ZeroDivisionError as e: yield repr(e)
it = g()
try: raise KeyError("outer")
except KeyError:
    print(next(it))
    try: raise
    except KeyError as e: print(repr(e))
print(next(it))
