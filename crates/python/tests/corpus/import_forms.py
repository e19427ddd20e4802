import math as m, json
from itertools import (chain,
    repeat as rep)
from collections import *
print(m.pi > 3, json.loads("1"), list(chain([1], rep(2, 2))), deque([1])[0])
def f():
    import struct
    return struct.calcsize("!I")
print(f(), __name__)
if __name__ == "__main__": print("main")
