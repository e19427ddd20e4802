def f(*a, **k):
    return a, k


cases = [
    lambda: f(*5), lambda: f(1, *5), lambda: f(**5), lambda: len(*5), lambda: (1,).index(**5), lambda: [].append(x=1),
    lambda: (1,).index(1, key=2), lambda: len(obj=1), lambda: {}.get(key=1),
    lambda: f(*[1], **{'a': 2}), lambda: [*5], lambda: {*5}, lambda: {**5}, lambda: (*5, 1),
    lambda: b''.index(x=1), lambda: {1}.add(x=2), lambda: print(*5), lambda: ''.join(x=1),
]
for case in cases:
    try:
        print(case())
    except TypeError as error:
        print(error)
