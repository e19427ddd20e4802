"""epoll: edge-triggered reading until EAGAIN, and one shot at a time."""
import select
import socket

listener = socket.create_server(("", 8080))
epoll = select.epoll()
epoll.register(listener, select.EPOLLIN)
conn = None
got = b""
wakes = 0
while conn is None or got[-3:] != b"end":
    for fd, event in epoll.poll(10):
        if fd == listener.fileno():
            conn, _ = listener.accept()
            conn.setblocking(False)
            epoll.register(conn, select.EPOLLIN | select.EPOLLET)
        else:
            wakes += 1
            while True:
                try:
                    part = conn.recv(3)
                except BlockingIOError:
                    break
                if not part:
                    break
                got += part
print("got", len(got), "in few wakes:", wakes <= 5)
print("no new edge:", epoll.poll(0.05))
epoll.modify(conn, select.EPOLLOUT | select.EPOLLONESHOT)
first = epoll.poll(1)
print("one shot:", [(fd == conn.fileno(), event == select.EPOLLOUT) for fd, event in first], epoll.poll(0))
epoll.modify(conn, select.EPOLLOUT | select.EPOLLONESHOT)
print("armed again:", len(epoll.poll(1)))
conn.sendall(b"done")
epoll.unregister(conn)
epoll.modify(listener, 0)
poller = select.poll()
poller.register(conn, select.POLLIN)
print("poll:", [event & select.POLLIN != 0 for fd, event in poller.poll(5000)], conn.recv(10))
epoll.close()
print("closed:", epoll.closed)
