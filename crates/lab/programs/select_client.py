import socket
import time

socks = [socket.create_connection(("server", 8080)) for _ in range(3)]
for number, sock in enumerate(socks):
    time.sleep(0.05)
    sock.sendall(b"hello %d" % number)
for sock in reversed(socks):
    print(sock.recv(1024))
    sock.close()
