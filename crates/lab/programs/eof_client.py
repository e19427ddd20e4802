import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
sock.setblocking(False)
for look in range(3):
    try:
        print(sock.recv(1024))
    except BlockingIOError as error:
        print(error)
    time.sleep(0.5)
sock.close()
