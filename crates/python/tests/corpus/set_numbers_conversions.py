print(int("0x1f", 16), int("1f", 16), int("0b11", 0), int("-12"), int("  7 "), int("1_000"))
for bad in ["", "a", "1.5", "0x", "1__0"]:
    try:
        int(bad)
    except ValueError as e:
        print(e)
try:
    int([])
except TypeError as e:
    print(e)
try:
    float("x")
except ValueError as e:
    print(e)
