def f():
    try: raise ValueError("v")
    except ValueError as e:
        return repr(e)
    finally: print("f")
print(f())
