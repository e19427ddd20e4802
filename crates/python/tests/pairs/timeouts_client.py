import socket
import sys
import time

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"

sock = socket.create_connection((HOST, 8080), timeout=0.2)
print(sock.gettimeout())
tries = 0
while True:
    try:
        data = sock.recv(100)
        break
    except TimeoutError as error:
        tries += 1
        if tries == 1:
            print("first try:", error)
print("several tries:", tries >= 2, data)
time.sleep(0.3)
sock.sendall(b"bye")
sock.close()
try:
    socket.create_connection((HOST, 8081), timeout=2)
except ConnectionRefusedError as error:
    print("refused:", error)
sock = socket.socket()
try:
    sock.settimeout(-1)
except ValueError as error:
    print(error)
