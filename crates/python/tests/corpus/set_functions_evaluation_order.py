def t(x):
    print(x, end=" ")
    return x
print(t(1) + t(2) * t(3), [t(4), t(5)], {t(6): t(7)}, t(8) < t(9) < t(10), (t(0) and t(1)), t(0) or t(2))
d = {}
d[t("k")] = t("v")
