def g():
    try:
        while True:
            try: x = yield "v"; print("x", x)
            except ValueError as e: print("caught", e)
    finally: print("closing")
it = g(); next(it); print(it.throw(ValueError("t"))); print(it.send(5)); it.close(); print(list(it))
def h():
    try: yield 1
    except GeneratorExit: print("exit"); raise
it = h(); next(it); it.close(); it.close()
def k():
    try: yield 1
    except GeneratorExit: yield 2
it = k(); next(it)
try: it.close()
except RuntimeError as e: print(e)
it = g()
try: it.throw(KeyError("unstarted"))
except KeyError as e: print(repr(e))
