s = "Hello, World"
print(len(s), s[0], s[-1], s[7:], s[:5], s[::2], s[::-1], s[2:-2], s[100:], s * 2, s + "!", "World" in s, "x" not in s)
print(repr("it's"), repr('say "hi"'), repr("a\nb\t\\"), repr("it's \"x\""), repr("\x00\x7f\xe9中"))
