import socket
import struct

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
print("reuse:", listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) != 0)
listener.bind(("", 8080))
listener.listen()
print("listening:", listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
conn, addr = listener.accept()
print(type(addr[0]).__name__, type(addr[1]).__name__, conn.getpeername() == addr)
conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
print("linger:", struct.unpack("ii", conn.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
print(conn.recv(10))
conn.close()
listener.close()
