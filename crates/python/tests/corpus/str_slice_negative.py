s = "0123456789"
for a, b, c in [(None, None, -1), (-3, None, None), (None, -3, None), (8, 2, -3), (2, 8, 3), (-1, -5, -1), (20, 0, -4), (5, 5, None), (None, None, 4)]:
    print(s[a:b:c], end="|")
print()
