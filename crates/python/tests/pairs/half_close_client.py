import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"
TEXT = """to be or not to be
that is the question

whether 'tis nobler
"""
with socket.create_connection((HOST, 8080)) as sock:
    for line in TEXT.splitlines(keepends=True):
        sock.sendall(line.encode())
    sock.shutdown(socket.SHUT_WR)
    try:
        sock.send(b"too late")
    except BrokenPipeError as error:
        print("cannot send any more:", error)
    answer = b""
    while data := sock.recv(8):
        answer += data
    print("answer:", answer.decode(), end="")
