import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
conn, addr = sock.accept()
data = conn.recv(65536)
while data:
    print("recv returned", len(data))
    data = conn.recv(65536)
conn.close()
