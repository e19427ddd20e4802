print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "abc".replace("", "-"), "x".replace("y", "z"))
print("tabs\there".expandtabs(8), "abc".translate({97: "A", 98: None, 99: 120}), "abc".translate(str.maketrans("ab", "xy", "c")))
