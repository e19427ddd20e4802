import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("server", 8080))
time.sleep(0.2)  # meanwhile a cable is cut
print("send returned", sock.send(b"hello"))
sock.close()
