print("a".ljust(3) + "|", "a".rjust(3) + "|", "a".center(4) + "|", "ab".center(5) + "|", "a".rjust(3, "*"), "42".zfill(5), "-42".zfill(5), "+1".zfill(4), "a\tb".expandtabs(4))
