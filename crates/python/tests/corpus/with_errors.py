class No: pass
try:
    with No():
        pass
except TypeError as e:
    print(e)
class Half:
    def __enter__(self): raise ValueError("enter fails")
    def __exit__(self, *a): print("never")
try:
    with Half():
        print("no")
except ValueError as e:
    print(e)
