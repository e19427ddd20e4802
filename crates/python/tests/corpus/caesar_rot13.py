def rot(s, k):
    return "".join(chr((ord(c) - b + k) % 26 + b) if (b := 97 if c.islower() else 65 if c.isupper() else 0) else c for c in s)
print(rot("Hello, World!", 13), rot(rot("Hello, World!", 13), 13))
