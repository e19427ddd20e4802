import sys
print(sys.argv[1:], sys.byteorder, sys.maxsize, sys.version_info >= (3, 8), sys.version_info[0], type(sys.stdout).__name__ != "", sys.getrecursionlimit())
sys.stdout.write("written\n"); sys.stdout.flush(); n = sys.stdout.write("abc\n"); print(n)
try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1])
