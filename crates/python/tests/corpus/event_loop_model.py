import heapq
events, log = [], []
for t, n in [(5, "e"), (1, "a"), (3, "c"), (1, "b")]: heapq.heappush(events, (t, n))
while events:
    t, n = heapq.heappop(events); log.append(f"{t}{n}")
    if n == "a": heapq.heappush(events, (2, "z"))
print(log, heapq.nlargest(2, [3, 9, 1]), heapq.nsmallest(2, [3, 9, 1])); h = [5, 3, 8]; heapq.heapify(h); print(h[0], heapq.heappushpop(h, 1), heapq.heapreplace(h, 10), sorted(h))
