import socket
print(socket.AF_INET, socket.SOCK_STREAM, socket.SOCK_DGRAM, int(socket.SOL_SOCKET), int(socket.SO_SNDBUF), int(socket.SO_RCVBUF), int(socket.IPPROTO_TCP), int(socket.TCP_NODELAY), int(socket.SHUT_WR), socket.error is OSError, socket.timeout is TimeoutError, int(socket.MSG_PEEK), int(socket.SO_REUSEADDR), socket.SOMAXCONN)
print(socket.htons(8080), socket.ntohs(socket.htons(5)), socket.htonl(1), socket.inet_aton("10.0.1.2"), socket.inet_ntoa(b"\x0a\0\x03\x02"), socket.inet_pton(socket.AF_INET, "1.2.3.4"))
