import socket
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"


def fetch(method, path, body=""):
    with socket.create_connection((HOST, 8080), timeout=10) as sock:
        data = body.encode()
        lines = [f"{method} {path} HTTP/1.0", "Host: server", "User-Agent: student"]
        if data:
            lines.append(f"Content-Length: {len(data)}")
        sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
        response = b""
        while part := sock.recv(64):
            response += part
    head, _, body = response.partition(b"\r\n\r\n")
    status, *headers = head.decode("ascii").split("\r\n")
    version, code, reason = status.split(" ", 2)
    return int(code), reason, dict(line.split(": ", 1) for line in headers), body


for request in [("GET", "/"), ("GET", "/nowhere"), ("POST", "/echo", "stressed"), ("PUT", "/")]:
    code, reason, headers, body = fetch(*request)
    print(code, reason, headers, body)
