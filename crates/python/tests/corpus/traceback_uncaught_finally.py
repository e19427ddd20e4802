try:
    print("try")
    int("12x")
finally:
    print("cleanup")
