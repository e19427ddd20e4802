assert True, "no"
try:
    assert 1 > 2, "one is not more"
except AssertionError as e:
    print("caught", e)
try:
    assert []
except AssertionError as e:
    print(repr(e))
