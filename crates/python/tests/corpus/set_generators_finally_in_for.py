def g():
    try:
        yield 1
        yield 2
    finally: print("end")
for x in g(): print(x)
print(list(g()))
