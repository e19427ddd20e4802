import math
print(math.sqrt(2), math.floor(-2.5), math.ceil(2.1), math.trunc(-2.7), math.pi, math.e, math.inf, math.isnan(math.nan), math.isinf(-math.inf), math.gcd(12, 18), math.lcm(4, 6), math.factorial(20), math.isqrt(99), math.hypot(3, 4), math.fabs(-1), math.copysign(1, -0.0), math.comb(5, 2), math.perm(5, 2), math.prod([1, 2, 3, 4]), math.fmod(7, -3), math.isclose(0.1 + 0.2, 0.3), math.modf(2.5), math.frexp(8.0), math.ldexp(0.5, 4), math.degrees(math.pi), math.fsum([0.1] * 10), math.dist((0, 0), (3, 4)))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1)):
    try:
        f()
    except ValueError as e:
        print(e)
