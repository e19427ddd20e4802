import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("0.0.0.0", 8080))
sock.listen(8)
time.sleep(1)  # busy with something else
conn, addr = sock.accept()
print(conn.recv(1024))
conn.sendall(b"world")
conn.close()
