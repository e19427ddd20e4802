import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
conn, addr = sock.accept()
request = b""
while True:
    data = conn.recv(1024)
    if not data:
        break
    request += data
    if len(request) == 8:
        conn.sendall(b"answer")
        request = b""
conn.close()
