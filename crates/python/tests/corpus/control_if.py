for n in range(-2, 5):
    if n < 0:
        print("neg", end=" ")
    elif n == 0:
        print("zero", end=" ")
    elif n % 2:
        print("odd", end=" ")
    else:
        print("even", end=" ")
print("end" if n > 3 else "not")
