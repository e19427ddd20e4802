x = 5
print("big" if x > 3 else "small", x and 0, x or 1, not x, None or "d", 0 or [] or "e", 1 and 2 and 3, [] and 1, x if x else 0, (x > 3) is True, 1 if 0 else 2 if 0 else 3)
