assert 1 == 1
try:
    assert 1 == 2, "message %d" % 5
except AssertionError as e:
    print(repr(e))
try:
    assert []
except AssertionError as e:
    print(repr(e))
