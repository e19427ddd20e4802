print(sorted(["b", "A", "a", "B"]), min("hello"), max("hello"), "a" < "B", sorted("hello"), "abc" == "ab" + "c", "".join(sorted("python", reverse=True)))
