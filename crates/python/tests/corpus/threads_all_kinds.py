import queue
import threading
import time

results = []
lock = threading.Lock()


def add(name, count):
    for i in range(count):
        with lock:
            results.append((name, i))


threads = [threading.Thread(target=add, args=(f"t{n}", 3), name=f"worker-{n}") for n in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results), [t.name for t in threads], [t.is_alive() for t in threads])

condition = threading.Condition()
box = []


def consumer():
    with condition:
        got = condition.wait_for(lambda: box, timeout=5)
        print("consumer got", box.pop())


t = threading.Thread(target=consumer)
t.start()
time.sleep(0.01)
with condition:
    box.append("item")
    condition.notify_all()
t.join()

event = threading.Event()
timer = threading.Timer(0.02, event.set)
timer.start()
print(event.wait(1), event.is_set(), event.wait(0), threading.Event().wait(0.01))
cancelled = threading.Timer(5, print, args=("never",))
cancelled.start()
cancelled.cancel()
cancelled.join()

semaphore = threading.Semaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(blocking=False), semaphore.acquire(timeout=0.01))
semaphore.release()
bounded = threading.BoundedSemaphore(1)
try:
    bounded.release()
except ValueError as error:
    print(error)

barrier = threading.Barrier(3)
order = []


def meet(n):
    time.sleep(n / 100)
    order.append(n)
    barrier.wait()
    order.append("met")


threads = [threading.Thread(target=meet, args=(n,)) for n in range(3)]
[t.start() for t in threads]
[t.join() for t in threads]
print(order, barrier.parties, barrier.n_waiting, barrier.broken)

local = threading.local()
local.value = "main"


def use_local():
    try:
        local.value
    except AttributeError as error:
        print(type(error).__name__)
    local.value = "thread"


t = threading.Thread(target=use_local)
t.start()
t.join()
print(local.value)

q = queue.Queue(maxsize=2)


def produce():
    for i in range(5):
        q.put(i)
    q.put(None)


threading.Thread(target=produce, daemon=True).start()
got = []
while (item := q.get()) is not None:
    got.append(item)
    q.task_done()
print(got, q.empty(), q.qsize())
try:
    q.get(timeout=0.01)
except queue.Empty:
    print("empty")
p = queue.PriorityQueue()
[p.put(n) for n in (3, 1, 2)]
print([p.get() for _ in range(3)], queue.LifoQueue().maxsize)
s = queue.SimpleQueue()
s.put(1)
print(s.get())

rlock = threading.RLock()
with rlock, rlock:
    print("twice")
try:
    rlock.release()
except RuntimeError as error:
    print(error)
try:
    lock.release()
except RuntimeError as error:
    print(error)
print(lock.acquire(timeout=0.01), lock.locked(), lock.acquire(blocking=False))
print(threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())


class Worker(threading.Thread):
    def __init__(self):
        super().__init__(name="sub", daemon=True)
        self.result = None

    def run(self):
        self.result = sum(range(10))


w = Worker()
w.start()
w.join()
print(w.result, w.name, w.daemon)
try:
    w.start()
except RuntimeError as error:
    print(error)
threading.Thread(target=lambda: time.sleep(100), daemon=True).start()
print("done")
