"""A chat server: one thread, select, everything said goes to everyone else."""
import select
import socket

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 8080))
listener.listen(5)
names = {}
buffers = {}
said = 0
while said < 4 or names:
    readable, _, _ = select.select([listener, *buffers], [], [])
    for sock in readable:
        if sock is listener:
            conn, _ = sock.accept()
            conn.setblocking(False)
            buffers[conn] = b""
            continue
        data = sock.recv(4096)
        if not data:
            print(names.pop(sock, "?"), "left")
            del buffers[sock]
            sock.close()
            continue
        buffers[sock] += data
        while b"\n" in buffers[sock]:
            line, buffers[sock] = buffers[sock].split(b"\n", 1)
            text = line.decode()
            if sock not in names:
                names[sock] = text
                sock.sendall(f"hello {text}\n".encode())
                continue
            said += 1
            print(f"{names[sock]}: {text}")
            for other in names:
                if other is not sock:
                    other.sendall(f"{names[sock]}: {text}\n".encode())
listener.close()
