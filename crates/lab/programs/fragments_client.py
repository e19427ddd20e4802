import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(b"a" * 4000, ("server", 8080))
time.sleep(0.2)
sock.sendto(b"b" * 4000, ("server", 8080))
sock.close()
