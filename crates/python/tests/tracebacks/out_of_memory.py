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

shared = 1
for i in range(100):
    shared = (shared, 1, shared)
try:
    hash(shared)
except MemoryError as error:
    print(error)

x = []
while True:
    x = [x] * 10
