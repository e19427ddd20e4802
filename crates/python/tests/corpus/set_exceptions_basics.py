try:
    raise ValueError("bad", 1)
except ValueError as e:
    print(e, repr(e), e.args, type(e).__name__)
else: print("no")
finally: print("fin")
try: pass
except Exception: print("no")
else: print("else")
finally: print("fin2")
try: raise KeyError("k")
except (ValueError, KeyError) as e: print(repr(e), str(e))
try: raise IndexError
except LookupError as e: print(repr(e), str(e) == "")
try:
    e
except NameError as x: print(x)
