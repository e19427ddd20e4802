import traceback

rows = [{"n": 1}, {"n": None}]


def ratio(a, b):
    return (a + 1) / (b - b)


cases = [
    lambda: ratio(1, 2),
    lambda: rows[1]["n"] + 5,
    lambda: rows[0]["m"]["k"],
    lambda: [1, 2, 3][10],
    lambda: "a" * "b",
    lambda: len(5),
    lambda: None.upper(),
    lambda: undefined_name + 1,
    lambda: 1 < "2",
    lambda: -"x",
    lambda: int("12", base=99),
    lambda: {}.pop("key"),
]
for case in cases:
    try:
        case()
    except Exception:
        print(traceback.format_exc(), end="")
