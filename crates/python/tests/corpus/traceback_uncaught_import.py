import math
print("x"); math.nothing
