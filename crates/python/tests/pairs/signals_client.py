"""An alarm ends a blocked recv; a broken pipe is an exception."""
import os
import select
import signal
import socket
import sys
import time

HOST = sys.argv[1] if len(sys.argv) > 1 else "server"


class Alarm(Exception):
    pass


def ring(number, frame):
    raise Alarm(signal.Signals(number).name)


signal.signal(signal.SIGALRM, ring)
with socket.create_connection((HOST, 8080)) as sock:
    signal.alarm(1)
    try:
        sock.recv(10)
    except Alarm as alarm:
        print("recv ended by", alarm)
    ticks = []
    signal.signal(signal.SIGALRM, lambda number, frame: ticks.append(number))
    print(signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1))
    print("recv goes on after a handler:", sock.recv(10))
    signal.setitimer(signal.ITIMER_REAL, 0)
    print("ticks:", len(ticks) >= 2)

read, write = os.pipe()
os.set_blocking(write, False)
signal.set_wakeup_fd(write)
signal.signal(signal.SIGUSR1, lambda number, frame: None)
os.kill(os.getpid(), signal.SIGUSR1)
print("woken by", os.read(read, 10) == bytes([signal.SIGUSR1]))
signal.set_wakeup_fd(-1)

begin = time.monotonic()
signal.setitimer(signal.ITIMER_REAL, 0.1)
time.sleep(0.3)
print("a sleep is not cut short:", time.monotonic() - begin >= 0.3)

sock = socket.create_connection((HOST, 8080))
select.select([sock], [], [])
time.sleep(0.1)
try:
    for _ in range(10):
        sock.send(b"x" * 1000)
        time.sleep(0.1)
except (BrokenPipeError, ConnectionResetError) as error:
    print("send failed:", isinstance(error, ConnectionError))
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
print(signal.getsignal(signal.SIGPIPE), signal.getsignal(signal.SIGUSR2))
