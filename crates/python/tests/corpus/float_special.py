inf = float("inf"); nan = float("nan")
print(inf, -inf, nan, inf - inf, inf > 10**300, nan == nan, nan != nan, inf == inf)
print(float("1e3"), float(" -2.5 "), float("infinity"), float(7), float("1_0.5"))
