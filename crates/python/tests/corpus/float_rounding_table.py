for x in (0.5, 1.5, 2.5, -0.5, 0.125, 1e-7, 99.995, 1e10 / 3):
    print(round(x), round(x, 2), f"{x:.0f}", f"{x:.1f}", f"{x:.2f}", "%.2f" % x, int(x), x // 1)
