try:
    b"ab\xff".decode()
except UnicodeDecodeError as e:
    print(e, e.start, e.end, e.reason, e.encoding)
try:
    b"\xe6\x97".decode("utf-8")
except UnicodeDecodeError as e:
    print(e)
try:
    "é".encode("ascii")
except UnicodeEncodeError as e:
    print(e)
try:
    b"a\x80".decode("ascii")
except UnicodeDecodeError as e:
    print(e)
try:
    b"x".decode("nope")
except LookupError as e:
    print(e)
