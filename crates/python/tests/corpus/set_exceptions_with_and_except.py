class C:
    def __enter__(s): raise ValueError("enter")
    def __exit__(s, *a): print("never")
try:
    with C(): pass
except ValueError as e: print(e)
class D:
    def __enter__(s): return s
    def __exit__(s, *a): raise KeyError("exit")
try:
    with D(): raise ValueError("body")
except KeyError as e: print(repr(e), repr(e.__context__))
