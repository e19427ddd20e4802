def luhn(n):
    ds = [int(d) for d in str(n)][::-1]
    return sum(d if i % 2 == 0 else sum(divmod(d * 2, 10)) for i, d in enumerate(ds)) % 10 == 0
print(luhn(4539578763621486), luhn(1234567812345678), [luhn(x) for x in (0, 18, 26)])
