import math
print(math.sqrt(2), math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.pi, math.e)
print(math.gcd(12, 18), math.lcm(4, 6), math.factorial(20), math.comb(10, 3), math.perm(5, 2), math.isqrt(99))
print(math.isnan(math.nan), math.isinf(math.inf), math.copysign(1, -0.0), math.hypot(3, 4), math.fsum([0.1] * 10), math.prod([1, 2, 3, 4]))
print(math.modf(2.5), math.frexp(8.0), math.ldexp(0.5, 4), math.isclose(0.1 + 0.2, 0.3), math.degrees(math.pi), math.log2(8), math.log10(1000), math.log(8, 2))
try:
    math.sqrt(-1)
except ValueError as e:
    print(e)
