s = slice(1, 10, 2); print(s, s.start, s.stop, s.step, list(range(20))[s], "abcdefghijklmnop"[s], s.indices(5), slice(3), [1, 2, 3][slice(None)])
class G:
    def __getitem__(self, k): return k
print(G()[1:2], G()[1:2, 3], G()[..., None], G()[::-1], G()[1])
