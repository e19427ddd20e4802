def f(): pass
f.x = 5
print(f.x, f.__dict__, hasattr(f, "y"))
del f.x
try:
    f.x
except AttributeError as e:
    print(e)
