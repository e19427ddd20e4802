import socket
import struct


def send_message(sock, body):
    sock.sendall(struct.pack("!I", len(body)) + body)


def read_exactly(sock, count):
    data = b""
    while len(data) < count:
        piece = sock.recv(count - len(data))
        if not piece:
            return None
        data += piece
    return data


def read_message(sock):
    head = read_exactly(sock, 4)
    if head is None:
        return None
    return read_exactly(sock, struct.unpack("!I", head)[0])


with socket.create_server(("0.0.0.0", 8080)) as sock:
    conn, addr = sock.accept()
    with conn:
        while (message := read_message(conn)) is not None:
            print(message)
            send_message(conn, message.upper())
