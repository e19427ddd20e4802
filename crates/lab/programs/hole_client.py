import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
sock.sendall(b"x" * 11584)  # eight full segments
sock.shutdown(socket.SHUT_WR)
sock.recv(1024)
sock.close()
