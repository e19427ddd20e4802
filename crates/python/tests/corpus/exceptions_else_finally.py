def g(n):
    out = []
    try:
        out.append("try")
        if n == 1: raise ValueError
        if n == 2: return out
    except ValueError:
        out.append("except")
    else:
        out.append("else")
    finally:
        out.append("finally")
    return out
print(g(0), g(1), g(2))
for i in range(3):
    try:
        if i == 1: continue
        if i == 2: break
        print("body", i)
    finally:
        print("fin", i)
def h():
    try:
        return "try"
    finally:
        return "finally"
print(h())
