class Node:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def insert(self, v):
        if v < self.v:
            if self.l: self.l.insert(v)
            else: self.l = Node(v)
        else:
            if self.r: self.r.insert(v)
            else: self.r = Node(v)
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
    def depth(self): return 1 + max(self.l.depth() if self.l else 0, self.r.depth() if self.r else 0)
t = Node(50)
for v in (30, 70, 20, 40, 60, 80, 35): t.insert(v)
print(list(t), t.depth())
