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
