for a in (0, 1, 5, 255, -1, -6, 2**40 + 3):
    print(a & 0x3c, a | 8, a ^ 0xff, ~a, a << 3, a >> 1, a.bit_length())
print(bin(10), oct(64), hex(255), bin(-5), hex(-255), (255).bit_count())
