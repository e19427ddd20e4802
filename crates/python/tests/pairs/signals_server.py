import socket
import time

listener = socket.create_server(("", 8080))
conn, _ = listener.accept()
time.sleep(1.5)
conn.sendall(b"slow")
conn.close()
conn, _ = listener.accept()
conn.close()
listener.close()
