def greet(name, *, loud=False):
    return name


import traceback

for call in (lambda: greet(), lambda: greet("a", "b"), lambda: greet("a", quiet=1), lambda: greet(name="x", **{"loud": 1, "z": 2})):
    try:
        call()
    except TypeError:
        traceback.print_exc()
raise SystemError
