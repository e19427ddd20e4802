import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("0.0.0.0", 8080))
while True:
    data, addr = sock.recvfrom(65536)
    print("received", len(data), "times", data[:1])
