import threading
out = []
def work(n):
    for i in range(3): out.append((n, i))
ts = [threading.Thread(target=work, args=(k,)) for k in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(out), threading.active_count(), threading.current_thread().name, ts[0].is_alive(), ts[0].name[:6])
