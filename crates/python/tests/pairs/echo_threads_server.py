"""An echo server with a thread for each connection."""
import socket
import threading

results = []
lock = threading.Lock()


def serve(conn, addr):
    total = 0
    with conn:
        while True:
            data = conn.recv(1024)
            if not data:
                break
            total += len(data)
            conn.sendall(data.upper())
    with lock:
        results.append(total)


with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("", 8080))
    listener.listen()
    threads = []
    for _ in range(3):
        conn, addr = listener.accept()
        thread = threading.Thread(target=serve, args=(conn, addr), name="worker")
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
print("bytes per connection:", sorted(results))
print("threads left:", threading.active_count())
