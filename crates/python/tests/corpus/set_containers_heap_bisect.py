import heapq, bisect
h = []
for x in [5, 1, 4, 2]: heapq.heappush(h, x)
print(h, [heapq.heappop(h) for _ in range(4)], heapq.nlargest(2, [1, 5, 3]), bisect.bisect([1, 2, 3], 2), bisect.bisect_left([1, 2, 3], 2))
h = [(2, "b"), (1, "a")]; heapq.heapify(h); print(h)
