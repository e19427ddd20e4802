import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    sock.connect(("server", 8080))
    print("connected")
except OSError as error:
    print(error)
sock.close()
