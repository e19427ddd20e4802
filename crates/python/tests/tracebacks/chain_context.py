def parse(text):
    return int(text)


def load(text):
    try:
        return parse(text)
    except ValueError:
        table = {}
        return table["missing"]


load("x1")
