import threading
lock, n = threading.Lock(), 0
def add():
    global n
    for _ in range(50):
        with lock:
            v = n; n = v + 1
ts = [threading.Thread(target=add, daemon=True) for _ in range(4)]
[t.start() for t in ts]; [t.join() for t in ts]; print(n, lock.locked(), lock.acquire(), lock.acquire(False), lock.locked()); lock.release()
try:
    lock.release()
except RuntimeError as e:
    print(e)
r = threading.RLock(); r.acquire(); r.acquire(); r.release(); r.release(); print("ok")
