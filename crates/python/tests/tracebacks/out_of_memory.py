import traceback


def strings():
    items = []
    n = 0
    while True:
        items.append('x' * 100000 + str(n))
        n += 1


def lists():
    items = []
    for i in range(10**9):
        items.append([i] * 1000)


for fill in strings, lists:
    try:
        fill()
    except MemoryError:
        traceback.print_exc()

x = []
while True:
    x = [x] * 10
