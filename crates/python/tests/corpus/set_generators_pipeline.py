def read(lines):
    for l in lines: yield l.strip()
def keep(lines, p):
    return (l for l in lines if p in l)
def number(lines):
    for i, l in enumerate(lines, 1): yield f"{i}: {l}"
print(list(number(keep(read([" a1 ", "b", "a2"]), "a"))))
