import socket
import time

listener = socket.create_server(("", 8080))
conn, _ = listener.accept()
time.sleep(0.2)
conn.sendall(b"late answer")
print(conn.recv(100))
print(conn.recv(100))
conn.close()
listener.close()
