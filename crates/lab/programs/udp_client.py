import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for word in [b"one", b"two", b"three"]:
    print("sendto returned", sock.sendto(word, ("server", 8080)))
    time.sleep(0.02)
sock.close()
