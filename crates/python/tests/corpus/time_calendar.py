import time
t = time.gmtime(1_700_000_000)
print(t, t.tm_year, t[1], t.tm_yday, len(t), isinstance(t, time.struct_time))
print(time.strftime("%Y-%m-%d %H:%M:%S %a %A %b %B %j %p %I %y %%", t), time.asctime(t))
print(time.strftime("%d/%m/%Y", time.gmtime(0)), time.asctime(time.gmtime(951782400)), time.gmtime(951782400).tm_yday)
print(type(time.time()).__name__, type(time.time_ns()).__name__, type(time.localtime()).__name__, type(time.ctime()).__name__)
a, b = time.perf_counter_ns(), time.monotonic_ns()
time.sleep(0.002)
print(time.perf_counter_ns() > a, time.monotonic_ns() - b >= 2_000_000, time.process_time() >= 0, time.process_time_ns() >= 0, time.thread_time() >= 0, time.clock_getres(time.CLOCK_MONOTONIC) <= 1e-6, time.clock_gettime_ns(time.CLOCK_REALTIME) > 10**18)
time.tzset()
for bad in (lambda: time.sleep(-1), lambda: time.sleep("x")):
    try:
        bad()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
