class Account:
    def __init__(self, owner, balance=0): self.owner, self.balance, self.log = owner, balance, []
    def __iadd__(self, n): self.balance += n; self.log.append(("in", n)); return self
    def withdraw(self, n):
        if n > self.balance: raise ValueError(f"{self.owner} has only {self.balance}")
        self.balance -= n; self.log.append(("out", n))
a = Account("ann", 10); a += 5; a.withdraw(12)
try:
    a.withdraw(50)
except ValueError as e:
    print(e)
print(a.balance, a.log)
