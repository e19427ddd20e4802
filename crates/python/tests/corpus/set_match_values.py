class C: RED = 1; BLUE = 2
def f(x):
    match x:
        case C.RED: return "red"
        case C.BLUE: return "blue"
    return "fell"
print(f(1), f(2), f(3))
