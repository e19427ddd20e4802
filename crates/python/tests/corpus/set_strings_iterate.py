for i, c in enumerate("abc", 1):
    print(i, c, end=";")
print()
print(list("abc"), tuple("ab"), list(zip("ab", "cd")), list(reversed("abc")), "a" * 0 == "", list(map(ord, "ab")))
