import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
try:
    print(sock.recv(1024))
except OSError as error:
    print(error)
sock.close()
