s = "hello world"
print(s, len(s), s[0], s[-1], s[1:4], s[::-1], s[::2], s[-3:], s[:0], "o" in s, "xyz" not in s)
print(s + "!", s * 2, "a" "b", 'single', """tri
ple""", r"raw\n", "tab\tnew")
