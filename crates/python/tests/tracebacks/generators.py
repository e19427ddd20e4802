import traceback


def numbers():
    yield 1
    raise KeyError("two")


def total():
    return sum(n * n for n in numbers())


try:
    total()
except KeyError as error:
    traceback.print_exc()
    frames = traceback.extract_tb(error.__traceback__)
    print([(frame.name, frame.lineno, frame.line) for frame in frames])
    print(traceback.format_exception_only(type(error), error))
with open_missing() as file:
    pass
