x = None; print(x is None, x is not None, x == None, None == 0, str(None), [None], type(None), type(None).__name__); a = 5; b = 5; print(a is b, ... is Ellipsis, ..., NotImplemented)
