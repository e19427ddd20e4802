import traceback
def f(): return 1 / 0
try: f()
except ZeroDivisionError: text = traceback.format_exc()
print(text.splitlines()[0], text.splitlines()[-1])
