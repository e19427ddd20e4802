import socket
import struct


def send_message(sock, body):
    sock.sendall(struct.pack("!I", len(body)) + body)


def read_exactly(sock, count):
    data = b""
    while len(data) < count:
        piece = sock.recv(count - len(data))
        if not piece:
            raise ConnectionError("the stream ended inside a message")
        data += piece
    return data


def read_message(sock):
    (length,) = struct.unpack("!I", read_exactly(sock, 4))
    return read_exactly(sock, length)


with socket.create_connection(("server", 8080)) as sock:
    # Three messages at once: TCP keeps their order, not their borders.
    for word in [b"hello", b"how are you", b"bye"]:
        send_message(sock, word)
    for _ in range(3):
        print(read_message(sock))
