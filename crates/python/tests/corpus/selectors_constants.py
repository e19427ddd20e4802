import select, selectors
print(select.POLLIN, select.POLLOUT, select.POLLHUP, select.POLLERR, select.EPOLLIN, select.EPOLLET == 1 << 31, selectors.EVENT_READ, selectors.EVENT_WRITE)
import os
r, w = os.pipe(); p = select.poll(); p.register(r, select.POLLIN); print(p.poll(0)); os.write(w, b"x"); print([(f == r, e) for f, e in p.poll(0)], [len(x) for x in select.select([r], [w], [], 0)])
s = selectors.DefaultSelector(); k = s.register(r, selectors.EVENT_READ, "data"); print([(k.data, m) for k, m in s.select(0)], k.fd == r); s.unregister(r); print(s.select(0)); s.close()
