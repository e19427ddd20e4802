import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"

for word in ("red", "green", "blue"):
    with socket.create_connection((HOST, 8080)) as sock:
        sock.sendall(word.encode())
        answer = b""
        while data := sock.recv(100):
            answer += data
        print(answer.decode())
