class Node:
    made = []
    def __init__(self, name, parent=None): self.name, self.parent, self.kids = name, parent, []; Node.made.append(name); parent and parent.kids.append(self)
    def path(self): return (self.parent.path() if self.parent else []) + [self.name]
    def __len__(self): return 1 + sum(map(len, self.kids))
    def __contains__(self, n): return n == self.name or any(n in k for k in self.kids)
    def __lt__(self, o): return self.name < o.name
r = Node("r"); a = Node("a", r); b = Node("b", r); c = Node("c", a); print(c.path(), len(r), "c" in r, "z" in r, Node.made, [n.name for n in sorted([b, a, c])], min(b, a).name)
