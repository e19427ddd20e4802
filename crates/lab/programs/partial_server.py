import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
conn, addr = sock.accept()
data = conn.recv(4000)
print("first recv:", len(data), "bytes")
while len(data) < 4000:
    data += conn.recv(4000 - len(data))
print("in all:", len(data), "bytes")
conn.sendall(b"thanks")
conn.close()
