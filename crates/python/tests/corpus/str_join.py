print(",".join(["a", "b"]), "".join([]), "-".join("abc"), " ".join(str(i) for i in range(5)))
try:
    ",".join(["a", 1])
except TypeError as e:
    print(e)
