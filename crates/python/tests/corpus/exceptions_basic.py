def f(x):
    try:
        return 10 // x
    except ZeroDivisionError:
        return "zero"
    except (TypeError, ValueError) as e:
        return type(e).__name__
    else:
        return "else"
    finally:
        print("finally", x)
print(f(2), f(0), f("a"))
