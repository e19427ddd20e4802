for f in ("raise 5", ):
    pass
try: raise 5
except TypeError as e: print(e)
try: raise int
except TypeError as e: print(e)
try:
    try: 1 / 0
    except 5: pass
except TypeError as e: print(e)
try: raise ValueError from 5
except TypeError as e: print(e)
