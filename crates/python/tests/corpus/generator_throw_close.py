def g():
    try:
        while True:
            try:
                x = yield "ready"
                print("x", x)
            except ValueError as e:
                print("caught", e)
    finally:
        print("cleanup")
i = g(); print(next(i), i.send(1), i.throw(ValueError("v"))); i.close(); i.close()
j = g(); next(j)
try:
    j.throw(KeyError("k"))
except KeyError as e:
    print("out", e)
