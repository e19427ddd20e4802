import math
print([round(f(0.5), 12) for f in (math.acos, math.asin, math.atan, math.sinh, math.cosh, math.tanh, math.erfc, math.expm1, math.log1p, math.radians, math.degrees)])
print(round(math.atan2(1, -2), 12), math.isfinite(math.inf), math.isfinite(1), math.cbrt(8), math.dist([0, 0], [3, 4]), math.fsum([0.1] * 10), math.prod([1, 2, 3]), math.perm(5, 2), math.comb(5, 2), math.isqrt(17), math.lcm(4, 6), math.gcd(12, 18, 27))
print(math.frexp(8.5), math.ldexp(0.5, 3), math.modf(-2.25), math.copysign(1, -0.0), math.fmod(-7, 3), math.trunc(-2.7), math.ceil(2.1), math.floor(-2.1), math.isclose(0.1 + 0.2, 0.3), math.factorial(20))
