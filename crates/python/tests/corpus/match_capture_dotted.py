class Color: RED = 1; BLUE = 2
def f(c):
    match c:
        case Color.RED: return "red"
        case Color.BLUE: return "blue"
        case [Color.RED, x]: return x
        case other: return other
print(f(1), f(2), f([1, "q"]), f(9))
match (1, 2):
    case (a, 3): print("no")
    case (a, b): print(a, b)
