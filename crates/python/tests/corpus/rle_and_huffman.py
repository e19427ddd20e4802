def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]: j += 1
        out.append((s[i], j - i)); i = j
    return out
print(rle("aaabccdddd"), "".join(c * n for c, n in rle("xxyz")))
def huff(s):
    nodes = sorted([[s.count(c), c, None, None] for c in sorted(set(s))], key=lambda n: (n[0], n[1]))
    while len(nodes) > 1:
        a, b = nodes.pop(0), nodes.pop(0); nodes.append([a[0] + b[0], a[1] + b[1], a, b]); nodes.sort(key=lambda n: (n[0], n[1]))
    codes = {}
    def walk(n, p):
        if n[2] is None: codes[n[1]] = p or "0"
        else: walk(n[2], p + "0"); walk(n[3], p + "1")
    walk(nodes[0], ""); return codes
c = huff("abracadabra"); print(c, sum(len(c[x]) for x in "abracadabra"))
