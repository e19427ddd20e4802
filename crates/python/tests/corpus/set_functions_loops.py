for i in range(3):
    if i == 1: continue
    print(i)
else:
    print("else")
for i in range(5):
    if i == 2: break
else:
    print("no")
n = 0
while n < 5:
    n += 1
    if n == 2: continue
    if n == 4: break
else:
    print("no")
while False: pass
else: print("while else")
for a, (b, c) in [(1, (2, 3))]: print(a, b, c, i, n)
for x in []: pass
for i in range(3):
    for j in range(3):
        if j == 1: break
        print(i, j)
