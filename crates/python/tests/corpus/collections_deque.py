from collections import deque
d = deque([1, 2, 3], maxlen=4); d.append(4); d.append(5); print(d, len(d), d[0], d[-1]); d.appendleft(0); print(d, d.pop(), d.popleft(), list(d)); d.rotate(1); print(d); d.extend([7, 8]); d.extendleft([9]); print(d, 8 in d, d.maxlen, d.count(8)); d.clear(); print(d, bool(d))
try:
    deque().popleft()
except IndexError as e:
    print(e)
q = deque("abc"); q.reverse(); q.remove("b"); print(q, [x for x in q], q == deque("ca"))
