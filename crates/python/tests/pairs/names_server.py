import socket

with socket.create_server(("", 8080)) as listener:
    print(listener.getsockname(), listener.proto, listener.type == socket.SOCK_STREAM, listener.family.name if hasattr(listener.family, "name") else "AF_INET")
    conn, (host, port) = listener.accept()
    copy = conn.dup()
    conn.close()
    copy.sendall(copy.recv(100)[::-1])
    print(copy.get_inheritable(), copy.fileno() >= 0)
    copy.close()
