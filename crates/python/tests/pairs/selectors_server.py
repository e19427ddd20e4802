"""An echo server on selectors, with what to do kept beside each socket."""
import selectors
import socket

selector = selectors.DefaultSelector()
done = 0


def accept(listener, mask):
    conn, _ = listener.accept()
    conn.setblocking(False)
    state = {"out": b"", "in": 0}
    selector.register(conn, selectors.EVENT_READ | selectors.EVENT_WRITE, (echo, state))


def echo(conn, mask, state):
    global done
    if mask & selectors.EVENT_READ:
        data = conn.recv(1000)
        if data:
            state["in"] += len(data)
            state["out"] += data
        else:
            print("closed after", state["in"], "bytes, unsent", len(state["out"]))
            selector.unregister(conn)
            conn.close()
            done += 1
            return
    if mask & selectors.EVENT_WRITE and state["out"]:
        sent = conn.send(state["out"])
        state["out"] = state["out"][sent:]
    wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if state["out"] else 0)
    selector.modify(conn, wanted, (echo, state))


listener = socket.create_server(("", 8080))
listener.setblocking(False)
selector.register(listener, selectors.EVENT_READ, (accept, None))
while done < 2:
    for key, mask in selector.select(timeout=30):
        act, state = key.data
        if state is None:
            act(key.fileobj, mask)
        else:
            act(key.fileobj, mask, state)
print("registered:", len(selector.get_map()), type(selector).__name__)
selector.close()
listener.close()
