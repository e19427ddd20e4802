print(1 + 1.0, 2 * 0.5, 7 // 2.0, 7 % 2.5, 10 ** 2.0, 3 - 0.1, 10 ** 400 > 1e308)
try:
    float(10 ** 400)
except OverflowError as e:
    print(e)
try:
    10 ** 400 / 3.0
except OverflowError as e:
    print(e)
print(10 ** 400 // 10 ** 399, (10 ** 400) / (10 ** 399), 10 ** 25 / 10 ** 5, (2 ** 70 + 1) / 3)
