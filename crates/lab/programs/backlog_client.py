import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    sock.connect(("server", 8080))
    print("connected")
    sock.sendall(b"hello")
    print(sock.recv(1024))
except OSError as error:
    print(error)
sock.close()
