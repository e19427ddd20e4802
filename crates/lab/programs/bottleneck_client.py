import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
sock.sendall(b"x" * 120000)
sock.close()
