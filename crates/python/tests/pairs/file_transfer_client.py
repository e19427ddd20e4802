import binascii
import random
import socket
import struct
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"

random.seed("a file")
content = random.randbytes(100_000) + b"END."
header = struct.pack("!16sQ", b"notes.bin", len(content))
with socket.socket() as sock:
    sock.connect((HOST, 8080))
    sock.sendall(header)
    sock.sendall(content)
    reply = sock.recv(12, socket.MSG_WAITALL)
crc, size = struct.unpack("!IQ", reply)
print("sent", len(content), "server has", size, "same" if crc == binascii.crc32(content) else "different")
