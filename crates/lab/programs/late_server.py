import socket
import time

time.sleep(0.5)  # not ready yet
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
conn, addr = sock.accept()
print("accepted")
