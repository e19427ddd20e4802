import signal, os, time
got = []
def h(n, f): got.append(n)
old = signal.signal(signal.SIGUSR1, h); print(old == signal.SIG_DFL, signal.SIGUSR1.name, int(signal.SIGPIPE), signal.SIGTERM); os.kill(os.getpid(), signal.SIGUSR1); time.sleep(0.01); print(got == [signal.SIGUSR1], signal.getsignal(signal.SIGUSR1) is h)
signal.signal(signal.SIGUSR1, signal.SIG_IGN); os.kill(os.getpid(), signal.SIGUSR1); print(len(got))
