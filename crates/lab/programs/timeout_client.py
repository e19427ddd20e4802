import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
sock.settimeout(0.5)
sock.sendall(b"hello")
try:
    print(sock.recv(1024))
except TimeoutError as error:
    print(error)
time.sleep(1)
print(sock.recv(1024))
sock.close()
