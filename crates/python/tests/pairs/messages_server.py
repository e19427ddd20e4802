"""sendmsg and recvmsg, datagrams cut off, addresses of senders."""
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 9000))
data, ancillary, flags, sender = sock.recvmsg(100)
print(data, ancillary, flags, type(sender).__name__)
data, ancillary, flags, sender = sock.recvmsg(4)
print(data, bool(flags & socket.MSG_TRUNC))
buffers = [bytearray(3), bytearray(5)]
count, ancillary, flags, sender = sock.recvmsg_into(buffers)
print(count, buffers)
print(sock.recvfrom(100)[0], sock.recv(100, socket.MSG_PEEK), sock.recv(100))
buffer = bytearray(10)
count, sender = sock.recvfrom_into(buffer)
print(count, buffer)
sock.sendto(b"bye", sender)

listener = socket.create_server(("", 8080))
conn, _ = listener.accept()
reader = conn.makefile("rb")
print(reader.read(3), reader.readline(), reader.peek(2)[:2], reader.read())
reader.close()
conn.close()
