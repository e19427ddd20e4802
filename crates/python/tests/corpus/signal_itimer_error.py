import signal

print(signal.ItimerError, signal.ItimerError is OSError, signal.ItimerError.__mro__, signal.ItimerError.__module__)
for arguments in [(99, 1), (0, -1), (signal.ITIMER_REAL, 1, -1)]:
    try:
        signal.setitimer(*arguments)
    except signal.ItimerError as error:
        print(repr(error), error.errno)
print(signal.SIGALRM, repr(signal.SIGIOT), signal.SIGCLD is signal.SIGCHLD, signal.SIGPOLL.name)
print(signal.alarm(0), issubclass(signal.ItimerError, OSError))
signal.setitimer(7, 1)
