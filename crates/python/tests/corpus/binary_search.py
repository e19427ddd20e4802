def find(a, x):
    lo, hi = 0, len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if a[mid] < x: lo = mid + 1
        else: hi = mid
    return lo
a = [1, 3, 3, 7, 9]; print([find(a, x) for x in range(11)])
import bisect; print(bisect.bisect_left(a, 3), bisect.bisect_right(a, 3), bisect.bisect(a, 8)); bisect.insort(a, 4); print(a)
