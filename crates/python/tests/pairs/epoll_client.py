import socket
import sys
import time

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"

with socket.create_connection((HOST, 8080)) as sock:
    for part in (b"first part ", b"second part ", b"end"):
        sock.sendall(part)
        time.sleep(0.1)
    print(sock.recv(10))
