import queue
import socket
import sys
import threading

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"
answers = queue.Queue()


def ask(name, lines):
    with socket.create_connection((HOST, 8080)) as sock:
        for line in lines:
            sock.sendall(line)
            got = b""
            while len(got) < len(line):
                got += sock.recv(1024)
            answers.put((name, got))


jobs = {"a": [b"one", b"two"], "b": [b"three"], "c": [b"x" * 5000]}
threads = [threading.Thread(target=ask, args=job) for job in jobs.items()]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
found = sorted(answers.get() for _ in range(answers.qsize()))
for name, answer in found:
    print(name, answer[:10], len(answer))
