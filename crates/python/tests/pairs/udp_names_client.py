import socket
import struct
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"


def question(number, name):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack("!HHH", number, 0x0100, 1) + labels + b"\0"


with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
    sock.settimeout(0.5)
    sock.connect((socket.gethostbyname(HOST), 5353))
    for number, name in enumerate(["server", "client", "www.example"], start=100):
        for attempt in range(1, 4):
            sock.send(question(number, name))
            try:
                reply = sock.recv(512)
            except TimeoutError as error:
                print("attempt", attempt, "of", name, "failed:", error)
                continue
            break
        got, flags, size = struct.unpack_from("!HHB", reply)
        assert got == number
        if flags & 0xF:
            print(name, "does not exist")
        else:
            print(name, "is", socket.inet_ntoa(reply[5:5 + size]))
    sock.send(question(1, "stop"))
