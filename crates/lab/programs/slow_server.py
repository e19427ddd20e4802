import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
conn, addr = sock.accept()
total = 0
while True:
    time.sleep(0.2)  # slower than the client
    data = conn.recv(1024)
    if not data:
        break
    total += len(data)
print("read", total, "bytes")
conn.close()
