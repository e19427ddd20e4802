for E in (KeyboardInterrupt, SystemExit, GeneratorExit):
    try:
        try:
            raise E("x")
        except Exception:
            print("wrong")
    except BaseException as e:
        print(type(e).__name__, e)
try:
    raise Exception from ValueError("c")
except Exception as e:
    print(repr(e), repr(e.__cause__))
try:
    raise TypeError("t").with_traceback(None)
except TypeError as e:
    print(e, e.__traceback__ is not None)
