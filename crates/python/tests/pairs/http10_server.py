"""HTTP/1.0 by hand."""
import socket

PAGES = {"/": "<h1>netlab</h1>\n", "/about": "by hand\n"}
REASONS = {200: "OK", 404: "Not Found", 405: "Method Not Allowed"}


def answer(method, path, body):
    if method == "GET":
        return (200, PAGES[path]) if path in PAGES else (404, "nothing here\n")
    if method == "POST" and path == "/echo":
        return 200, body[::-1]
    return 405, "no\n"


def handle(conn):
    with conn, conn.makefile("rb") as reader:
        request = reader.readline().decode("ascii").rstrip("\r\n")
        method, path, version = request.split(" ")
        headers = {}
        for line in reader:
            line = line.decode("ascii").strip()
            if not line:
                break
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = reader.read(int(headers.get("content-length", 0))).decode()
        status, text = answer(method, path, body)
        data = text.encode()
        head = f"HTTP/1.0 {status} {REASONS[status]}\r\nContent-Length: {len(data)}\r\nServer: netlab\r\n\r\n"
        conn.sendall(head.encode("ascii") + data)
        print(f"{method:<5}{path:<10}{version} -> {status}", sorted(headers))


with socket.create_server(("", 8080), backlog=2) as server:
    for _ in range(4):
        handle(server.accept()[0])
