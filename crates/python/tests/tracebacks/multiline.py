def add(a, b, c):
    return (a +
            b +
            c)


class Thing:
    def __init__(self, value):
        self.value = value

    @property
    def double(self):
        return self.value * 2 + self.missing


def use():
    return add(
        1,
        2,
        "three",
    )


try:
    Thing(3).double
except AttributeError as error:
    print(error)
use()
