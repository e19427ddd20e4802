import time
a = time.monotonic(); b = time.monotonic(); print(b >= a, isinstance(time.time(), float), isinstance(time.time_ns(), int), time.perf_counter() >= 0); t = time.monotonic(); time.sleep(0.01); print(time.monotonic() - t >= 0.01)
try:
    time.sleep(-1)
except ValueError as e:
    print(e)
