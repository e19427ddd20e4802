print(hash(1), hash(1.0), hash(True), hash(2 ** 61 - 1), hash(2 ** 61), hash(-1), hash(0.5), hash(1e300), hash(-2.5), hash(float("inf")))
print(hash(10 ** 30), hash(-10 ** 30))
