"""Names and addresses over UDP, in DNS's manner; the first question is lost on purpose."""
import socket
import struct

TABLE = {"client": "10.0.0.2", "server": "10.0.2.2"}


def parse(query):
    number, flags, count = struct.unpack_from("!HHH", query)
    labels, at = [], 6
    while query[at]:
        length = query[at]
        labels.append(query[at + 1:at + 1 + length].decode())
        at += 1 + length
    return number, ".".join(labels)


with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    sock.bind(("", 5353))
    seen = 0
    while True:
        query, sender = sock.recvfrom(512)
        seen += 1
        number, name = parse(query)
        if name == "stop":
            break
        if seen == 1:
            print("dropped", number, name)
            continue
        address = TABLE.get(name)
        code = 0 if address else 3
        packed = socket.inet_aton(address) if address else b""
        sock.sendto(struct.pack("!HHB", number, 0x8180 | code, len(packed)) + packed, sender)
        print("answered", number, name, address)
