def find(items, name):
    try:
        return items.index(name)
    except ValueError:
        raise LookupError(f"no {name!r} here") from None


find(["a", "b"], "c")
