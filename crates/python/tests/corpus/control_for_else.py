for k in (4, 9, 7):
    for d in range(2, k):
        if k % d == 0:
            print(k, "=", d, "*", k // d)
            break
    else:
        print(k, "is prime")
