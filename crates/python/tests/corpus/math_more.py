import math
print(math.asinh(1), math.acosh(2), math.atanh(0.5), math.erf(0.5), math.exp2(10), math.ulp(1.0), math.nextafter(1, 2), math.remainder(7, 4))
print(math.gamma(5), math.lgamma(1), math.exp(1), math.exp(-2.5), math.log(10), math.log(2), math.log2(10), math.log10(2), math.log10(1e15), math.log(8, 2))
print([math.sin(x / 4) for x in range(1, 9)])
print([math.cos(x / 4) for x in range(1, 9)])
print([math.tan(x / 4) for x in range(1, 9)])
print([2.5 ** (x / 3) for x in range(-4, 5)], 10 ** -3, 2 ** 0.5, 1.1 ** 10, (-2.0) ** 3, 0.1 ** 20)
print([math.exp(x / 7) for x in range(-6, 7)])
print([math.log(x / 7) for x in range(1, 14)])
print(math.pow(2, 0.3), math.pow(10, -2), math.hypot(3, 4), math.e ** math.pi)
for bad in (lambda: math.log(0), lambda: math.acosh(0), lambda: math.atanh(1), lambda: math.gamma(-1), lambda: math.remainder(1, 0), lambda: math.exp(1000)):
    try:
        bad()
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
