print("ab" * 0, "ab" * -1, 3 * "x", "" * 5, "-" * 20, ",".join(str(x) for x in []), "".join(["a"] * 3), "a".join("xyz"), [""] * 2)
