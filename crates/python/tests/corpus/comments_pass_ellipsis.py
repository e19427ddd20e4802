# a comment
def todo(): ...   # trailing
class Empty: pass
def f():
    # only a comment before
    pass
    return None
if True: pass
else: ...
for _ in (): pass
print(todo(), f(), Empty.__name__, ...); 0; "expr statement"; None
