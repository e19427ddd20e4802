print("ab".ljust(5) + "|", "ab".rjust(5), "ab".center(7, "*"), "abc".center(6, "-"), "42".zfill(5), "-42".zfill(5), "+1".zfill(1))
