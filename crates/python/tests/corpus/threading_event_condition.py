import threading, time
e, log = threading.Event(), []
def waiter():
    e.wait(); log.append("woken")
t = threading.Thread(target=waiter); t.start(); time.sleep(0.02); log.append("set"); e.set(); t.join(); print(log, e.is_set(), e.wait(0.01)); e.clear(); print(e.wait(0.01))
c, items = threading.Condition(), []
def consumer():
    with c:
        while not items: c.wait()
        log.append(items.pop())
t = threading.Thread(target=consumer); t.start(); time.sleep(0.02)
with c:
    items.append("item"); c.notify()
t.join(); print(log)
