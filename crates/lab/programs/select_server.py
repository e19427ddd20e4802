import select
import socket

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 8080))
listener.listen(8)
watched = [listener]
while True:
    ready, _, _ = select.select(watched, [], [])
    for sock in ready:
        if sock is listener:
            conn, addr = listener.accept()
            watched.append(conn)
            continue
        data = sock.recv(1024)
        if data:
            sock.sendall(data)
        else:
            watched.remove(sock)
            sock.close()
            print("closed;", len(watched) - 1, "left")
