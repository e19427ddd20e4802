import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
for _ in range(2):
    conn, addr = sock.accept()
    while conn.recv(1024):
        pass
    conn.close()
