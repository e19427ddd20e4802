import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"


class Member:
    def __init__(self, name):
        self.sock = socket.create_connection((HOST, 8080))
        self.file = self.sock.makefile("rw", newline="\n")
        self.say(name)
        print(self.hear())

    def say(self, text):
        print(text, file=self.file, flush=True)

    def hear(self):
        return self.file.readline().rstrip("\n")

    def leave(self):
        self.file.close()
        self.sock.close()


alice = Member("alice")
bob = Member("bob")
for number in range(2):
    alice.say(f"ping {number}")
    print("bob hears", repr(bob.hear()))
    bob.say(f"pong {number}")
    print("alice hears", repr(alice.hear()))
alice.leave()
bob.leave()
