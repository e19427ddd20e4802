total = 0
for i in range(1000):
    total += i * (1 if i % 3 else -1)
    if total > 100000: total -= 99999
print(total)
s = ""
for i in range(200): s += chr(97 + i % 26)
print(len(s), s[:30], s.count("a"))
