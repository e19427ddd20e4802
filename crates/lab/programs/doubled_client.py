import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 21000)
print("SO_SNDBUF is", sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF))
sock.connect(("server", 8080))
sock.setblocking(False)
total = 0
tries = 0
while tries < 20:
    try:
        total += sock.send(b"x" * 1000)
    except BlockingIOError:
        tries += 1
        time.sleep(0.05)
print("taken:", total)
time.sleep(2)
sock.close()
