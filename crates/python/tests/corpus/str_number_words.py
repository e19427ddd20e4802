ones = "zero one two three four five six seven eight nine".split()
print(" ".join(ones[int(c)] for c in str(90210)), "".join(w[0].upper() for w in ones), max(ones, key=lambda w: (len(w), w)), {len(w): w for w in ones})
