import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
conn, addr = sock.accept()
conn.sendall(b"a" * 30000)  # first tell everything
conn.shutdown(socket.SHUT_WR)
total = 0
data = conn.recv(4096)
while data:
    total += len(data)
    data = conn.recv(4096)
print("server read", total)
conn.close()
