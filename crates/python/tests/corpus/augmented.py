x = 5; x += 2; x -= 1; x *= 3; x //= 2; x **= 2; x %= 50; x <<= 2; x >>= 1; x |= 1; x &= 0xff; x ^= 3; print(x); y = 7; y /= 2; print(y)
l = [1]; m = l; l += [2]; print(m, l is m); t = (1,); u = t; t += (2,); print(t, u); s = "a"; s *= 3; print(s); d = {"k": 1}; d["k"] += 5; print(d)
class O: pass
o = O(); o.n = 1; o.n += 1; print(o.n)
