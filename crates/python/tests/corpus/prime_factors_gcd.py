def factors(n):
    f, p = {}, 2
    while p * p <= n:
        while n % p == 0: f[p] = f.get(p, 0) + 1; n //= p
        p += 1
    if n > 1: f[n] = f.get(n, 0) + 1
    return f
def gcd(a, b): return a if not b else gcd(b, a % b)
print(factors(360), factors(97), factors(2**20 * 3), gcd(1071, 462), " * ".join(f"{p}^{k}" if k > 1 else str(p) for p, k in factors(5040).items()))
