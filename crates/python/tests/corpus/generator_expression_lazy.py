def show(x):
    print("show", x); return x
g = (show(x) * 2 for x in [1, 2, 3]); print("made"); print(next(g)); print(any(v > 3 for v in g)); print(list(g))
