x = 5; x += 1; x -= 2; x *= 3; x //= 2; x **= 2; x %= 7; x <<= 3; x |= 1; x &= 0xf; x ^= 2; x >>= 1
y = 7; y /= 2
l = [1, 2]; m = l; m += [3]; l[0] += 10
d = {"a": 1}; d["a"] += 1; s = "a"; s += "b"; t = (1,); t += (2,)
class C: v = 1
C.v += 1; o = C(); o.v += 5
print(x, y, l, d, s, t, C.v, o.v, m is l)
