import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
conn, addr = sock.accept()
data = conn.recv(1024)
while data:
    data = conn.recv(1024)
conn.sendall(b"world")
conn.close()
