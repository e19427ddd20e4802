print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.567, -2), round(5), round(15, -1), round(25, -1), round(1.15, 1))
print(abs(-3.5), abs(-4), max(1, 2.5), min(3, 1.0), sum([0.1] * 10), sum([1, 2], 10))
