print(1 + 1.0, 2 ** 0.5, 2 ** -2, 10 // 3.0, 10 % 3.5, 1e3 == 1000, int(1e15), 3 * 1.1, 0.1 + 0.2, 1 / 3 * 3, 2.0 ** 10, 1e308 * 10, -1e308 * 10, 5 // 0.3, 2**53 + 1.0, 10**16 + 1 == 1e16 + 1, 1 < 1.5 < 2, max(1, 1.0), hash(2**61 - 1), 7 // -2.0, float(2**70))
try:
    float(10**400)
except OverflowError as e:
    print(e)
try:
    10.0 ** 400
except OverflowError as e:
    print(e)
