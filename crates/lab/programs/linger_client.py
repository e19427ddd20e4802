import socket
import struct

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 5))
sock.connect(("server", 8080))
sock.sendall(b"hello")
sock.close()  # waits, because of SO_LINGER
print("closed")
