cases = [
    lambda: bytearray().extend(), lambda: [].append(), lambda: [].append(1, 2), lambda: 'a'.join(), lambda: {1}.add(),
    lambda: [].insert(), lambda: {}.get(), lambda: 'a'.partition(1, 2), lambda: b''.join(1, 2), lambda: [].remove(),
    lambda: 'a'.removeprefix(), lambda: [].extend(1, 2), lambda: {}.setdefault(), lambda: bytearray().append(),
]
for case in cases:
    try:
        print(case())
    except TypeError as error:
        print(error)
[].remove(1, 2)
