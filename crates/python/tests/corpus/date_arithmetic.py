def days(y, m, d):
    y -= m <= 2; era = y // 400; yoe = y - era * 400; doy = (153 * (m + (-3 if m > 2 else 9)) + 2) // 5 + d - 1
    return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719468
print(days(1970, 1, 1), days(2000, 3, 1), days(2026, 11, 22), "Thu Fri Sat Sun Mon Tue Wed".split()[days(2026, 11, 22) % 7])
