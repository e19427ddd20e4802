import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("0.0.0.0", 8080))
sock.listen(1)
conn, addr = sock.accept()
conn.recv(1024)
conn.sendall(b"world")
time.sleep(0.3)
conn.close()
sock.close()

time.sleep(2)  # the server is started again
again = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
try:
    again.bind(("0.0.0.0", 8080))
    print("bound again")
except OSError as error:
    print(error)
