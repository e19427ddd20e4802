import sys


def main():
    print("before")
    sys.exit("could not go on")


main()
