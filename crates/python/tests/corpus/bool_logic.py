def t(x):
    print("t", x); return x
print(t(0) or t(5), t(1) and t(2), t(0) and t(1), t("") or t([]) or t("z"), not t(None))
print(1 if t(True) else t(2), bool([]), bool({}), bool("0"), bool(0.0), bool(()), bool(b""))
