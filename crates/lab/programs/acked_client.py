import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
sock.sendall(b"x" * 1000)
time.sleep(0.5)  # by now everything is acknowledged
sock.sendall(b"y" * 1000)
time.sleep(1)
print("sent 2000 bytes")
sock.close()
