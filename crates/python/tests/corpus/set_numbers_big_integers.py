a = 123456789012345678901234567890
print(a * a, a + 1, a - a, -a, a // 7, a % 7, a ** 2 // a == a)
print(a > 5, a == a + 0, a < float("inf"), hash(a) == hash(a + 0))
print(int("9" * 30) + 1, hex(a), bin(2 ** 70), oct(8 ** 25))
print(a.bit_length(), (a).to_bytes(16, "big"), int.from_bytes(b"\x01" * 12, "little"))
