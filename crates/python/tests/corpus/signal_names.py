import os
import signal
import time

print(signal.SIGTERM, repr(signal.SIGTERM), signal.SIGTERM.name, signal.Signals(2), signal.Signals(9).name, signal.SIGINT == 2)
print(signal.strsignal(signal.SIGPIPE), signal.strsignal(15), signal.getsignal(signal.SIGTERM), repr(signal.getsignal(signal.SIGPIPE)), signal.getsignal(signal.SIGINT) is signal.default_int_handler)
seen = []


def note(number, frame):
    seen.append(signal.Signals(number).name)


old = signal.signal(signal.SIGUSR1, note)
print(repr(old), signal.getsignal(signal.SIGUSR1) is note)
signal.raise_signal(signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR1)
time.sleep(0.01)
print(seen)
signal.signal(signal.SIGALRM, note)
print(signal.setitimer(signal.ITIMER_REAL, 0.05))
signal.pause()
print(seen, signal.getitimer(signal.ITIMER_REAL))
print(signal.alarm(10), signal.alarm(0))
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
os.kill(os.getpid(), signal.SIGUSR1)
print(repr(signal.signal(signal.SIGUSR1, signal.SIG_DFL)))
try:
    signal.signal(signal.SIGUSR2, 5)
except (TypeError, ValueError) as error:
    print(type(error).__name__)
signal.signal(signal.SIGINT, lambda *args: print("interrupted"))
signal.raise_signal(signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("KeyboardInterrupt")
