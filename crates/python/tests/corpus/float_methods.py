print((2.0).is_integer(), (2.5).is_integer(), (0.75).as_integer_ratio(), (1.5).hex(), float.fromhex("0x1.8p1"))
print(int(1e18), int(-2.7), 7.9 // 2, -7.9 // 2, 7.5 % 2, -7.5 % 2, divmod(7.5, 2))
