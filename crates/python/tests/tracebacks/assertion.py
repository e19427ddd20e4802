def check(values):
    for value in values:
        assert value > 0, f"{value} is not positive"
    assert all(v < 5 for v in values)


try:
    check([1, -1])
except AssertionError as error:
    print("caught", error)
check([1, 9])
