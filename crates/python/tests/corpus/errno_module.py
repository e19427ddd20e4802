import errno, os
for n in ("EAGAIN", "EWOULDBLOCK", "ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EINPROGRESS", "EADDRINUSE", "ENOTCONN", "EBADF", "EINVAL", "EINTR", "EHOSTUNREACH", "ENETUNREACH"):
    v = getattr(errno, n); print(n, v, errno.errorcode[v], os.strerror(v))
