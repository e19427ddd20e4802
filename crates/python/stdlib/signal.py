from _signal import (signal, getsignal, setitimer, raise_signal, default_int_handler, SIGHUP, SIGINT, SIGKILL, SIGUSR1,
    SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD, SIGCONT, SIGSTOP, SIG_DFL, SIG_IGN, ITIMER_REAL, NSIG)

_NAMES = {SIGHUP: 'SIGHUP', SIGINT: 'SIGINT', SIGKILL: 'SIGKILL', SIGUSR1: 'SIGUSR1', SIGUSR2: 'SIGUSR2',
          SIGPIPE: 'SIGPIPE', SIGALRM: 'SIGALRM', SIGTERM: 'SIGTERM', SIGCHLD: 'SIGCHLD', SIGCONT: 'SIGCONT',
          SIGSTOP: 'SIGSTOP'}


def alarm(seconds):
    left = setitimer(ITIMER_REAL, seconds)
    whole = int(left)
    return whole + (left > whole)


def strsignal(number):
    return _NAMES.get(number)


def pause():
    import select
    try:
        select.select([], [], [])
    except InterruptedError:
        pass


def siginterrupt(number, flag):
    pass
