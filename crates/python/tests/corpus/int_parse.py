for s in ("12", " -7 ", "+3", "1_000", "0x1f", "0b101", "0o17"):
    print(int(s, 0) if s.strip()[:1] == "0" else int(s))
print(int("ff", 16), int("zz", 36), int("-101", 2), int(3.99), int(-3.99), int(True))
