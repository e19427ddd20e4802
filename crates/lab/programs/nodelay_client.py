import socket
import time


def transfer(nodelay):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, nodelay)
    sock.connect(("server", 8080))
    start = time.monotonic()
    for _ in range(100):
        sock.send(b"0123456789")
    sock.shutdown(socket.SHUT_WR)
    sock.recv(1024)  # returns when the server has read everything
    sock.close()
    return time.monotonic() - start


plain = transfer(0)
at_once = transfer(1)
print("with TCP_NODELAY it is", "slower" if at_once > plain else "faster")
