import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
sock.connect(("server", 8080))
sock.sendall(b"x" * 20000)
print("everything is sent")
sock.close()
