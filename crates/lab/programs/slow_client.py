import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
sock.connect(("server", 8080))
for number in range(16):
    sock.sendall(b"x" * 1024)
    print("sent", number + 1, "KiB")
sock.close()
