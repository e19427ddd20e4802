import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"

for size in (10, 30_000):
    with socket.create_connection((HOST, 8080)) as sock:
        data = bytes(i % 251 for i in range(size))
        sock.sendall(data)
        back = bytearray()
        while len(back) < size:
            part = sock.recv(4096)
            if not part:
                break
            back.extend(part)
        print(size, bytes(back) == data)
