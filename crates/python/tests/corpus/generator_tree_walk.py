tree = ("root", [("a", [("a1", []), ("a2", [])]), ("b", [])])
def walk(t, depth=0):
    yield depth, t[0]
    for c in t[1]: yield from walk(c, depth + 1)
for d, n in walk(tree): print("  " * d + n)
def leaves(t):
    if not t[1]: yield t[0]
    for c in t[1]: yield from leaves(c)
print(list(leaves(tree)), max(d for d, _ in walk(tree)))
