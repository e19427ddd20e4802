import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
sock.sendall(b"hello")
print(sock.recv(1024))
time.sleep(0.5)
print(sock.recv(1024))
sock.close()
