import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32768)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
conn, addr = sock.accept()
total = 0
data = conn.recv(65536)
while data:
    total += len(data)
    data = conn.recv(65536)
print("read", total)
conn.close()
