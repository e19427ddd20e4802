import itertools
import json
import socket
import struct
import sys

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"


class RemoteError(Exception):
    pass


class Remote:
    def __init__(self, address):
        self._sock = socket.create_connection(address)
        self._ids = itertools.count(1)

    def __getattr__(self, name):
        def call(*params):
            number = next(self._ids)
            data = json.dumps({"id": number, "method": name, "params": params}).encode()
            self._sock.sendall(struct.pack("!I", len(data)))
            self._sock.sendall(data)
            (length,) = struct.unpack("!I", self._sock.recv(4, socket.MSG_WAITALL))
            reply = json.loads(self._sock.recv(length, socket.MSG_WAITALL))
            assert reply["id"] == number
            if "error" in reply:
                raise RemoteError(reply["error"])
            return reply["result"]
        return call

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self._sock.close()


with Remote((HOST, 8080)) as remote:
    print(remote.add(2, 3))
    print(remote.add("net", "lab"))
    print(remote.upper("größe 你好"))
    for bad in (lambda: remote.divide(1, 0), lambda: remote.nothing(), lambda: remote.add(1)):
        try:
            bad()
        except RemoteError as error:
            print("error:", error)
    print(remote.divide(1, 8))
