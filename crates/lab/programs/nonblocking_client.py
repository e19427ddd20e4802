import errno
import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setblocking(False)
result = sock.connect_ex(("server", 8080))
print("connect_ex:", errno.errorcode.get(result, result))
while sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
    try:
        sock.getpeername()
        break
    except OSError:
        time.sleep(0.01)  # not connected yet
sock.send(b"hello")
tries = 0
while True:
    try:
        print(sock.recv(1024), "after", tries, "tries")
        break
    except BlockingIOError:
        tries += 1
        time.sleep(0.01)  # nothing there yet: do something else
sock.close()
