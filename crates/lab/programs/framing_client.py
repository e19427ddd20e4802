import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
sock.sendall(b"hello")
sock.sendall(b"world")
sock.close()
