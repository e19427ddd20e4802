import _os
from _os import (getpid, getppid, kill, read, write, close, fork, waitpid, pipe, dup, _exit, strerror, urandom,
    get_blocking, set_blocking)

name = 'posix'
linesep = '\n'
sep = '/'
curdir = '.'
devnull = '/dev/null'
WNOHANG = 1
EX_OK = 0
error = OSError
environ = _os.environ()


EX_USAGE = 64
EX_DATAERR = 65
EX_UNAVAILABLE = 69
EX_SOFTWARE = 70
EX_OSERR = 71
EX_IOERR = 74
EX_PROTOCOL = 76
WUNTRACED = 2
WCONTINUED = 8
WEXITED = 4
WSTOPPED = 2
P_ALL = 0
P_PID = 1
F_OK = 0
R_OK = 4
W_OK = 2
X_OK = 1
O_RDONLY = 0
O_WRONLY = 1
O_RDWR = 2
O_CREAT = 64
O_NONBLOCK = 2048
O_CLOEXEC = 524288
SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
extsep = '.'
pardir = '..'
pathsep = ':'
altsep = None
defpath = '/bin:/usr/bin'
_LEFT_OUT = {
    'files': ('open', 'fdopen', 'listdir', 'scandir', 'stat', 'lstat', 'fstat', 'remove', 'unlink', 'rename', 'replace',
              'mkdir', 'makedirs', 'rmdir', 'chdir', 'access', 'walk', 'truncate', 'lseek', 'sendfile', 'link', 'symlink',
              'readlink', 'chmod', 'chown', 'utime', 'mkfifo', 'memfd_create'),
    'other programs': ('system', 'popen', 'execv', 'execve', 'execvp', 'execl', 'execlp', 'spawnl', 'spawnv',
                       'posix_spawn', 'startfile'),
    'process groups, users and priorities': ('setsid', 'getpgid', 'setpgid', 'getpgrp', 'killpg', 'setuid', 'setgid',
                                             'nice', 'getpriority', 'setpriority', 'getlogin'),
}


def __getattr__(name):
    for what, names in _LEFT_OUT.items():
        if name in names:
            raise AttributeError("module 'os' has no attribute %r: the lab has no %s" % (name, what))
    raise AttributeError("module 'os' has no attribute %r" % name)


def getuid():
    return 1000


geteuid = getgid = getegid = getuid


def uname():
    import _socket
    return ('Linux', _socket.gethostname(), '6.18.0', '#1 SMP', 'x86_64')


def isatty(fd):
    return False


def get_inheritable(fd):
    return False


def set_inheritable(fd, inheritable):
    pass


def pipe2(flags):
    fds = pipe()
    if flags & O_NONBLOCK:
        for fd in fds:
            set_blocking(fd, False)
    return fds


def writev(fd, buffers):
    return write(fd, b''.join([bytes(part) for part in buffers]))


def closerange(fd_low, fd_high):
    for fd in range(fd_low, fd_high):
        try:
            close(fd)
        except OSError:
            pass


def getrandom(size, flags=0):
    return urandom(size)


def sched_yield():
    import time
    time.sleep(0)


def times():
    import time
    cpu = time.process_time()
    return (cpu, 0.0, 0.0, 0.0, time.monotonic())


def fsencode(filename):
    return filename if isinstance(filename, bytes) else filename.encode()


def fsdecode(filename):
    return filename if isinstance(filename, str) else filename.decode()


def wait3(options):
    pid, status = waitpid(-1, options)
    return pid, status, None


def wait4(pid, options):
    pid, status = waitpid(pid, options)
    return pid, status, None


def WIFSTOPPED(status):
    return status & 0xff == 0x7f


def WSTOPSIG(status):
    return status >> 8 & 0xff


def WIFCONTINUED(status):
    return status == 0xffff


def WCOREDUMP(status):
    return bool(status & 0x80)


def getenv(key, default=None):
    return environ.get(key, default)


def wait():
    return waitpid(-1, 0)


def WIFEXITED(status):
    return status & 0x7f == 0


def WEXITSTATUS(status):
    return status >> 8 & 0xff


def WIFSIGNALED(status):
    return 0 < status & 0x7f < 0x7f


def WTERMSIG(status):
    return status & 0x7f


def waitstatus_to_exitcode(status):
    if WIFSIGNALED(status):
        return -WTERMSIG(status)
    return WEXITSTATUS(status)


def getcwd():
    return '/'


def cpu_count():
    return 1


def abort():
    kill(getpid(), 6)


def fspath(path):
    return path


class _Path:
    sep = '/'

    def basename(self, path):
        return path.rpartition('/')[2]

    def dirname(self, path):
        return path.rpartition('/')[0]

    def join(self, first, *rest):
        for part in rest:
            first = part if part.startswith('/') else first.rstrip('/') + '/' + part
        return first

    def splitext(self, path):
        head, dot, tail = path.rpartition('.')
        if not dot or '/' in tail or not head.rpartition('/')[2]:
            return path, ''
        return head, dot + tail

    def exists(self, path):
        return False

    isfile = exists
    isdir = exists


path = _Path()
