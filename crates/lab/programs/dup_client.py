import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
sock.sendall(b"hello")
other = sock.dup()
sock.close()
time.sleep(1)
other.shutdown(socket.SHUT_WR)
time.sleep(1)
other.close()
