import socket

with socket.create_server(("", 8080)) as listener:
    conn, _ = listener.accept()
    with conn, conn.makefile("r", encoding="utf-8") as lines:
        count = words = 0
        for line in lines:
            count += 1
            words += len(line.split())
        print("the client has said everything:", count, "lines")
        conn.sendall(f"{count} lines, {words} words\n".encode())
        conn.shutdown(socket.SHUT_WR)
        print("rest:", conn.recv(10))
