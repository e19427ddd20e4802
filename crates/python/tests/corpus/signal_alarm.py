import signal, time
class Late(Exception): pass
def h(n, f): raise Late("alarm")
signal.signal(signal.SIGALRM, h); signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    time.sleep(5); print("not reached")
except Late as e:
    print("caught", e)
signal.alarm(0); print("done")
