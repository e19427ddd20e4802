"""Calls as JSON, each with its length before it."""
import json
import socket
import struct


def read_exactly(sock, count):
    data = bytearray()
    while len(data) < count:
        part = sock.recv(count - len(data))
        if not part:
            raise EOFError(f"{len(data)} of {count} bytes")
        data += part
    return bytes(data)


def receive(sock):
    (length,) = struct.unpack("!I", read_exactly(sock, 4))
    return json.loads(read_exactly(sock, length))


def send(sock, value):
    data = json.dumps(value, separators=(",", ":")).encode()
    sock.sendall(struct.pack("!I", len(data)) + data)


class Service:
    def add(self, a, b):
        return a + b

    def upper(self, text):
        return text.upper()

    def divide(self, a, b):
        return a / b


service = Service()
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("", 8080))
listener.listen(1)
conn, peer = listener.accept()
try:
    while True:
        call = receive(conn)
        try:
            method = getattr(service, call["method"])
            reply = {"id": call["id"], "result": method(*call["params"])}
        except Exception as error:
            reply = {"id": call["id"], "error": f"{type(error).__name__}: {error}"}
        print(call["method"], "->", reply)
        send(conn, reply)
except EOFError as end:
    print("closed:", end)
finally:
    conn.close()
    listener.close()
