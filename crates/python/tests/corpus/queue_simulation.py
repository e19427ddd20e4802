queue, log, t = [], [], 0
for arrive, work in [(0, 3), (1, 2), (4, 1), (20, 5)]:
    start = max(arrive, t); t = start + work; queue.append((arrive, start, t)); log.append(start - arrive)
print(queue, log, sum(log) / len(log), f"{t:>5}")
