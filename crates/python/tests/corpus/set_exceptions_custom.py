class MyError(Exception):
    def __init__(self, code, msg):
        super().__init__(msg)
        self.code = code
    def __str__(self): return f"[{self.code}] {super().__str__()}"
class Sub(MyError): pass
try: raise Sub(5, "oops")
except MyError as e: print(e, e.code, repr(e), e.args, isinstance(e, Exception), Sub.__mro__[1].__name__)
class Plain(Exception): pass
for x in (Plain(), Plain("a"), Plain("a", 2)): print(repr(x), str(x))
