class A:
    def m(self): pass
for f in (lambda: A().nope, lambda: A.nope, lambda: A().m.nope, lambda: None.x, lambda: (5).x, lambda: [].x, lambda: print.x):
    try: f()
    except AttributeError as e: print(e)
try: None.x = 1
except AttributeError as e: print(e)
try: (5).x = 1
except AttributeError as e: print(e)
