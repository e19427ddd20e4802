a = 123456789012345678901234567890
b = 987654321098765432109876543210
print(a * b, b // a, b % a, a - b, -a // 7, -a % 7)
print(a < b, a == a + 0, hash(5), a.bit_length())
f = 1
for i in range(1, 41):
    f *= i
print(f, len(str(f)))
