"""A client that never waits inside a call."""
import errno
import os
import select
import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"

address = socket.gethostbyname(HOST)
sock = socket.socket()
sock.setblocking(False)
print("blocking:", sock.getblocking(), "timeout:", sock.gettimeout())
code = sock.connect_ex((address, 8080))
print("connect:", errno.errorcode[code], os.strerror(code))
_, writable, _ = select.select([], [sock], [], 5)
print("writable:", writable == [sock], "error:", sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
print("again:", [sock.connect_ex((address, 8080)) for _ in range(2)], errno.EISCONN)
try:
    sock.recv(10)
except BlockingIOError as error:
    print("nothing yet:", error)
waits = 0
while True:
    readable, _, _ = select.select([sock], [], [], 0.05)
    if readable:
        break
    waits += 1
print("waited:", waits >= 2, sock.recv(100))
print("sent:", sock.send(b"thanks"))
sock.shutdown(socket.SHUT_WR)
select.select([sock], [], [])
print("end:", sock.recv(10))
sock.close()
try:
    sock.send(b"x")
except OSError as error:
    print(type(error).__name__, error.errno == errno.EBADF, error)
