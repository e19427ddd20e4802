def classify(x):
    try:
        v = [10, 20, 30][x]
    except IndexError:
        return "range"
    except TypeError as e:
        return str(e)
    else:
        if v > 15: return "big"
    finally:
        print("checked", x)
    return "small"
print([classify(x) for x in (0, 1, 9, "a", None)])
