import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
sock.connect(("server", 8080))
sock.sendall(b"q" * 30000)  # first ask everything
sock.shutdown(socket.SHUT_WR)
total = 0
data = sock.recv(4096)
while data:
    total += len(data)
    data = sock.recv(4096)
print("client read", total)
sock.close()
