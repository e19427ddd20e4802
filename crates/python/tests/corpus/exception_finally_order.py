log = []
def f(mode):
    try:
        log.append("a")
        try:
            if mode == "raise": raise KeyError
            if mode == "return": return "early"
            log.append("b")
        except KeyError:
            log.append("c"); raise ValueError("from c")
        finally:
            log.append("d")
    except ValueError:
        log.append("e")
    finally:
        log.append("f")
    return "late"
for m in ("none", "raise", "return"): print(f(m), log); log.clear()
