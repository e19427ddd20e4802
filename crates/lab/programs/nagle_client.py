import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
for number in range(1, 4):
    start = time.monotonic()
    sock.sendall(b"head")
    sock.sendall(b"body")
    answer = sock.recv(1024)
    print("exchange", number, "took", round((time.monotonic() - start) * 1000), "ms")
sock.close()
