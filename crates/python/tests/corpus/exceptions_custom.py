class AppError(Exception):
    def __init__(self, code, msg="none"):
        super().__init__(f"{code}: {msg}"); self.code = code
class Sub(AppError): pass
try:
    raise Sub(7, msg="boom")
except AppError as e:
    print(e, e.code, repr(e), e.args)
class E2(ValueError):
    def __str__(self): return "custom str"
try:
    raise E2(1, 2)
except ValueError as e:
    print(e, e.args)
