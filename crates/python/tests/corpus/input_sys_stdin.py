import sys
try:
    print(repr(input("prompt> ")))
except EOFError as e:
    print("EOF", e)
print(sys.stdin.read() == "", list(sys.stdin))
