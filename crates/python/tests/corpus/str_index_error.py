try:
    print("abc"[5])
except IndexError as e:
    print(e)
try:
    k = "x"; "abc"[k]
except TypeError as e:
    print(e)
try:
    s = "abc"; s[0] = "z"
except TypeError as e:
    print(e)
try:
    "a" + 1
except TypeError as e:
    print(e)
try:
    1 + "a"
except TypeError as e:
    print(e)
