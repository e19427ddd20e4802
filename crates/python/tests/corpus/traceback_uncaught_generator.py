def g():
    yield 1
    {}["missing"]
for v in g(): print(v)
