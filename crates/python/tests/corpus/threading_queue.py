import threading, queue, time
q = queue.Queue(); res = []
def worker():
    while True:
        v = q.get()
        if v is None: break
        res.append(v * v)
t = threading.Thread(target=worker); t.start()
for i in range(5): q.put(i)
q.put(None); t.join(); print(res, q.empty(), q.qsize())
try:
    q.get_nowait()
except queue.Empty:
    print("empty")
