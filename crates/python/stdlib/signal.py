import _signal
import enum as _enum
from _signal import signal as _set, getsignal as _get, setitimer as _setitimer, getitimer, raise_signal as _raise, set_wakeup_fd
from _signal import default_int_handler

ITIMER_REAL = 0
ITIMER_VIRTUAL = 1
ITIMER_PROF = 2
NSIG = 65
SIG_BLOCK = 0
SIG_UNBLOCK = 1
SIG_SETMASK = 2

ItimerError = type('itimer_error', (OSError,), {'__module__': 'signal'})


class Signals(_enum.IntEnum):
    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGILL = 4
    SIGTRAP = 5
    SIGABRT = 6
    SIGBUS = 7
    SIGFPE = 8
    SIGKILL = 9
    SIGUSR1 = 10
    SIGSEGV = 11
    SIGUSR2 = 12
    SIGPIPE = 13
    SIGALRM = 14
    SIGTERM = 15
    SIGSTKFLT = 16
    SIGCHLD = 17
    SIGCONT = 18
    SIGSTOP = 19
    SIGTSTP = 20
    SIGTTIN = 21
    SIGTTOU = 22
    SIGURG = 23
    SIGXCPU = 24
    SIGXFSZ = 25
    SIGVTALRM = 26
    SIGPROF = 27
    SIGWINCH = 28
    SIGIO = 29
    SIGPWR = 30
    SIGSYS = 31


class Handlers(_enum.IntEnum):
    SIG_DFL = 0
    SIG_IGN = 1


SIG_DFL = Handlers.SIG_DFL
SIG_IGN = Handlers.SIG_IGN
import signal as _here
for _member in Signals:
    setattr(_here, _member.name, _member)
SIGIOT = Signals.SIGABRT
SIGCLD = Signals.SIGCHLD
SIGPOLL = Signals.SIGIO

_TEXTS = {1: 'Hangup', 2: 'Interrupt', 3: 'Quit', 4: 'Illegal instruction', 5: 'Trace/breakpoint trap', 6: 'Aborted',
          7: 'Bus error', 8: 'Floating point exception', 9: 'Killed', 10: 'User defined signal 1',
          11: 'Segmentation fault', 12: 'User defined signal 2', 13: 'Broken pipe', 14: 'Alarm clock',
          15: 'Terminated', 16: 'Stack fault', 17: 'Child exited', 18: 'Continued', 19: 'Stopped (signal)',
          20: 'Stopped', 21: 'Stopped (tty input)', 22: 'Stopped (tty output)', 23: 'Urgent I/O condition',
          24: 'CPU time limit exceeded', 25: 'File size limit exceeded', 26: 'Virtual timer expired',
          27: 'Profiling timer expired', 28: 'Window changed', 29: 'I/O possible', 30: 'Power failure',
          31: 'Bad system call'}


def _shown(handler):
    if isinstance(handler, int) and handler in (0, 1):
        return Handlers(handler)
    return handler


def signal(signalnum, handler):
    return _shown(_set(int(signalnum), int(handler) if isinstance(handler, Handlers) else handler))


def getsignal(signalnum):
    return _shown(_get(int(signalnum)))


def raise_signal(signalnum):
    _raise(int(signalnum))


def setitimer(which, seconds, interval=0.0, /):
    if which not in (ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF) or seconds < 0 or interval < 0:
        raise ItimerError(22, 'Invalid argument')
    if which != ITIMER_REAL:
        raise NotImplementedError("the lab's clock is ITIMER_REAL")
    return _setitimer(which, seconds, interval)


def alarm(seconds):
    left = _setitimer(ITIMER_REAL, seconds & 0xffffffff)[0]
    whole = int(left)
    return whole + (left > whole)


def strsignal(signalnum):
    if not 1 <= signalnum < NSIG:
        raise ValueError('signal number out of range')
    return _TEXTS.get(int(signalnum))


def valid_signals():
    return set(Signals)


def pause():
    _signal.pause()


def siginterrupt(signalnum, flag):
    pass
