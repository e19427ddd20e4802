import socket

for number in ["first", "second"]:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect(("server", 8080))
    sock.sendall(b"hello")
    print(number, sock.recv(1024))
    sock.close()
