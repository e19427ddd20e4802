def parse(items):
    for x in items:
        try:
            yield int(x)
        except ValueError:
            yield None
print(list(parse(["1", "x", "3"])))
def closing():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit"); raise
    finally:
        print("fin")
for v in closing():
    print(v); break
