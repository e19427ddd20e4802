for s in ("", "x", "1.5", "1__0", "--3"):
    try:
        print(int(s))
    except ValueError as e:
        print(e)
