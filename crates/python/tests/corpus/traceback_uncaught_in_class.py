class A:
    def __init__(self): self.go()
    def go(self): raise NotImplementedError
A()
