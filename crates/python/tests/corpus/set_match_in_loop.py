out = []
for x in [1, "a", None, 2, 3]:
    match x:
        case None: continue
        case 3: break
        case int(): out.append(x)
        case _: out.append("?")
print(out)
def f(x):
    for i in range(3):
        match i:
            case 1 if x: return "early"
            case n: last = n
    return last
print(f(True), f(False), n if "n" in globals() else "no n")
