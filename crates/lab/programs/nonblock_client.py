import errno
import select
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setblocking(False)
result = sock.connect_ex(("server", 8080))
print("connect_ex:", errno.errorcode.get(result, result))
select.select([], [sock], [])
result = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
print("SO_ERROR:", errno.errorcode.get(result, result))
sock.close()
