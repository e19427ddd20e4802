import io
import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"

target = (socket.gethostbyname(HOST), 9000)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.settimeout(5)
print(sock.sendmsg([b"he", b"llo"], [], 0, target))
sock.sendto(b"longer than four", target)
sock.sendto(b"threefive", target)
sock.sendto(b"", target)
sock.sendto(b"peeked", target)
sock.sendto(b"in place", target)
data, sender = sock.recvfrom(10)
print(data, sender[1])
sock.close()

left, right = socket.socketpair()
left.sendall(b"pair")
print(right.recv(10), left.fileno() != right.fileno())
left.close()
print(right.recv(10))
right.close()

with socket.create_connection((HOST, 8080)) as conn:
    conn.sendfile(io.BytesIO(b"abcline\nrest of the file"))
    fd = conn.detach()
    print(conn.fileno(), fd >= 0)
again = socket.socket(fileno=fd)
again.close()
print(again)
