"""Takes a file: a header of fixed size, then the bytes; answers with a checksum."""
import binascii
import socket
import struct

HEADER = struct.Struct("!16sQ")

with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("", 8080))
    listener.listen()
    conn, _ = listener.accept()
    with conn:
        name, size = HEADER.unpack(conn.recv(HEADER.size, socket.MSG_WAITALL))
        name = name.rstrip(b"\0").decode()
        print(f"{name}: {size} bytes to come")
        buffer = bytearray(size)
        view = memoryview(buffer)
        at = 0
        while at < size:
            count = conn.recv_into(view[at:], min(8192, size - at))
            if count == 0:
                break
            at += count
        crc = binascii.crc32(buffer)
        print(f"got {at}, crc {crc:08x}, begins {bytes(buffer[:8])}, ends {bytes(buffer[-4:])}")
        conn.sendall(struct.pack("!IQ", crc, at))
