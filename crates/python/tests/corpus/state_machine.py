class Conn:
    MOVES = {("CLOSED", "open"): "SYN-SENT", ("SYN-SENT", "syn-ack"): "ESTABLISHED", ("ESTABLISHED", "close"): "FIN-WAIT-1", ("FIN-WAIT-1", "ack"): "FIN-WAIT-2", ("FIN-WAIT-2", "fin"): "TIME-WAIT"}
    def __init__(self): self.state, self.path = "CLOSED", ["CLOSED"]
    def on(self, ev):
        try:
            self.state = self.MOVES[self.state, ev]
        except KeyError:
            raise RuntimeError(f"{ev} in {self.state}") from None
        self.path.append(self.state)
c = Conn()
for ev in "open syn-ack close ack fin".split(): c.on(ev)
print(" -> ".join(c.path))
try:
    c.on("open")
except RuntimeError as e:
    print(e)
