import threading, time
s = threading.Semaphore(2); print(s.acquire(), s.acquire(), s.acquire(blocking=False)); s.release(); print(s.acquire(timeout=0.01))
d = threading.local(); d.x = 1; got = []
def f(): got.append(hasattr(d, "x")); d.x = 2
t = threading.Thread(target=f); t.start(); t.join(); print(got, d.x)
def boom(): raise ValueError("in thread")
b = threading.Barrier(2); r = []
def g(): b.wait(); r.append(1)
t = threading.Thread(target=g); t.start(); b.wait(); t.join(); print(r)
