for i in range(4):
    try:
        if i % 2: raise ValueError(i)
    except ValueError as e: print("odd", e)
    else: print("even", i)
    finally: print("-")
