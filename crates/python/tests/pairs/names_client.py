"""Names, services and addresses."""
import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"

print(socket.getservbyname("http"), socket.getservbyport(22), socket.inet_ntop(socket.AF_INET, b"\x7f\0\0\1"), socket.inet_pton(socket.AF_INET, "1.2.3.4"), socket.ntohl(1), socket.htons(80))
print(socket.AddressFamily(2).name, socket.SocketKind.SOCK_STREAM.value, repr(socket.SocketKind(2)))
for family, kind, proto, name, address in socket.getaddrinfo("127.0.0.1", 8080, type=socket.SOCK_STREAM):
    print(int(family), int(kind), proto, repr(name), address)
print(socket.getdefaulttimeout())
socket.setdefaulttimeout(7.5)
with socket.socket() as sock:
    print(sock.gettimeout(), sock.proto)
socket.setdefaulttimeout(None)
print(type(socket.gethostname()).__name__, issubclass(socket.gaierror, OSError), issubclass(socket.herror, OSError), socket.timeout is TimeoutError, socket.error is OSError)
try:
    socket.getaddrinfo("no.such.host.invalid", 80)
except socket.gaierror as error:
    print(error.errno == socket.EAI_NONAME, type(error).__name__)
try:
    socket.inet_aton("1.2.3.400")
except OSError as error:
    print(error)
with socket.create_connection((HOST, 8080)) as sock:
    sock.sendall(b"stressed")
    print(sock.recv(100))
