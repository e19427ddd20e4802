import select, os
r, w = os.pipe(); e = select.epoll(); e.register(r, select.EPOLLIN); print(e.poll(0)); os.write(w, b"ab"); print([(f == r, ev) for f, ev in e.poll(0)], os.read(r, 1), len(e.poll(0)), os.read(r, 5), e.poll(0)); e.modify(r, select.EPOLLIN | select.EPOLLET); os.write(w, b"c"); print(len(e.poll(0)), len(e.poll(0))); e.unregister(r); e.close(); print(e.closed)
