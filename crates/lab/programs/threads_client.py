import socket
import threading


def ask(number):
    with socket.create_connection(("server", 8080)) as sock:
        sock.sendall(b"hello %d" % number)
        sock.shutdown(socket.SHUT_WR)
        print(number, sock.recv(1024))


threads = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
