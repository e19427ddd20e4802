import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
sock.sendall(b"first")
time.sleep(0.5)  # meanwhile the server closes
try:
    sock.sendall(b"second")
    print("second send: no error")
    time.sleep(0.5)
    sock.sendall(b"third")
    print("third send: no error")
except OSError as error:
    print(error)
