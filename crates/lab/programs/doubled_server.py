import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
conn, addr = sock.accept()
time.sleep(5)  # never reads
