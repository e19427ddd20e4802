print(1 == "1", [] == (), {} == set(), None == False, 0 == False, "" == b"", (1, 2) == [1, 2], 1.0 == 1, {1: 2} == {1.0: 2}, [1, 2] == [1.0, 2.0], {1, 2} == frozenset([2, 1]), range(3) == [0, 1, 2])
for f in (lambda: 1 < "a", lambda: [] < (), lambda: None < 1, lambda: {} < {}, lambda: "a" >= b"a", lambda: max(1, "a"), lambda: sorted([None, 1])):
    try:
        print(f())
    except TypeError as e:
        print(e)
