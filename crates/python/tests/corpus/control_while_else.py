n = 5
while n > 0:
    n -= 1
    if n == 3:
        continue
    if n == 9:
        break
    print(n, end=" ")
else:
    print("no break")
while True:
    n += 1
    if n > 3:
        break
else:
    print("never")
print(n)
