"""Options of a connection: what is set can be read back."""
import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"

with socket.socket() as sock:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in [("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3), ("TCP_NODELAY", 1)]:
        option = getattr(socket, name)
        sock.setsockopt(socket.IPPROTO_TCP, option, value)
        print(name, sock.getsockopt(socket.IPPROTO_TCP, option))
    print("keepalive:", sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 10000)
    print("doubled:", sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF))
    print("type:", sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM, sock.family == 2)
    sock.connect((HOST, 8080))
    host, port = sock.getsockname()
    print("my port:", port > 1024, "peer port:", sock.getpeername()[1])
    sock.sendall(b"options")
    try:
        while sock.recv(10):
            pass
    except ConnectionResetError as error:
        print("reset:", error)
    try:
        sock.setsockopt(socket.SOL_SOCKET, 9999, 1)
    except OSError as error:
        print(error)
