import threading


def work(number):
    return 1 // number


thread = threading.Thread(target=work, args=(0,), name="divider")
thread.start()
thread.join()
print("the others go on")
