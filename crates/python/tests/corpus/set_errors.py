for f in (lambda: {1}.remove(2), lambda: set().pop(), lambda: {[]}, lambda: {1} | [2], lambda: {1} < 3):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
