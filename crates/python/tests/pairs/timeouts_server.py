import socket
import time

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("", 8080))
listener.listen()
listener.settimeout(20)
conn, _ = listener.accept()
print("accepted, timeout of the connection:", conn.gettimeout())
time.sleep(0.5)
conn.sendall(b"at last")
conn.settimeout(0.1)
try:
    conn.recv(10)
except socket.timeout as error:
    print("timed out:", error, isinstance(error, TimeoutError), isinstance(error, OSError))
conn.settimeout(None)
print(conn.recv(10))
conn.close()
listener.settimeout(0.1)
try:
    listener.accept()
except TimeoutError:
    print("nobody else came")
listener.close()
