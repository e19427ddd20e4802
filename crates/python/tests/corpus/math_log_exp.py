import math
print(math.log(8, 2), math.log2(1024), math.log10(1000), math.exp(0), math.exp(1), math.pow(2, 0.5), math.log(math.e), math.floor(1e20), math.log2(2**100))
