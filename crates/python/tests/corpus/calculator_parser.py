def parse(s):
    toks, out, ops, prec = [], [], [], {"+": 1, "-": 1, "*": 2, "/": 2}
    i = 0
    while i < len(s):
        if s[i].isdigit():
            j = i
            while j < len(s) and s[j].isdigit(): j += 1
            toks.append(int(s[i:j])); i = j; continue
        if s[i] in "+-*/()": toks.append(s[i])
        i += 1
    def apply():
        o, b, a = ops.pop(), out.pop(), out.pop(); out.append(a + b if o == "+" else a - b if o == "-" else a * b if o == "*" else a / b)
    for t in toks:
        if isinstance(t, int): out.append(t)
        elif t == "(": ops.append(t)
        elif t == ")":
            while ops[-1] != "(": apply()
            ops.pop()
        else:
            while ops and ops[-1] != "(" and prec[ops[-1]] >= prec[t]: apply()
            ops.append(t)
    while ops: apply()
    return out[0]
for e in ("1+2*3", "(1+2)*3", "10/4-1", "2*(3+4)*5-6", "100-10-5"): print(e, "=", parse(e))
