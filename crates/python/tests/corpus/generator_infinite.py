def naturals(n=0):
    while True:
        yield n
        n += 1
def take(n, it):
    return [next(it) for _ in range(n)]
def primes():
    found = []
    for n in naturals(2):
        if all(n % p for p in found):
            found.append(n); yield n
print(take(5, naturals(3)), take(10, primes()))
