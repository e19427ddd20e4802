"""A process for each connection; the parent collects them when they have ended."""
import os
import signal
import socket
import sys

ended = []


def child_ended(number, frame):
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        ended.append(os.waitstatus_to_exitcode(status))


signal.signal(signal.SIGCHLD, child_ended)
listener = socket.create_server(("", 8080))
for number in range(3):
    conn, _ = listener.accept()
    pid = os.fork()
    if pid == 0:
        listener.close()
        data = conn.recv(100)
        conn.sendall(f"child {number}: {data.decode()}".encode())
        conn.close()
        os._exit(number + 10)
    conn.close()
while len(ended) < 3:
    signal.pause()
print("children ended with", sorted(ended))
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    os.kill(os.getpid(), signal.SIGTERM)
    os._exit(1)
while len(ended) < 4:
    signal.pause()
print("the last one:", ended[3])
