import socket
import threading


def echo(conn, addr):
    with conn:
        while data := conn.recv(1024):
            conn.sendall(data)
    print("done with port", addr[1])


with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("0.0.0.0", 8080))
    sock.listen(8)
    while True:
        conn, addr = sock.accept()
        threading.Thread(target=echo, args=(conn, addr), daemon=True).start()
