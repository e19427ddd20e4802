def g():
    yield 1
    raise ValueError("in gen")
it = g(); next(it)
try: next(it)
except ValueError as e: print(e)
print(list(it))
def s():
    yield 1
    raise StopIteration
try: list(s())
except RuntimeError as e: print(e, repr(e.__cause__))
it = g()
try: it.send(5)
except TypeError as e: print(e)
def me():
    yield next(x)
x = me()
try: next(x)
except ValueError as e: print(e)
