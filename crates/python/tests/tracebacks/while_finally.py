def work():
    try:
        raise OSError(2, "No such file or directory", "data.txt")
    finally:
        print("cleaning up")


def retry():
    for attempt in range(2):
        try:
            work()
        except OSError as error:
            if attempt:
                raise RuntimeError("gave up after %d attempts" % (attempt + 1))
            print("attempt", attempt, error.errno, error.filename)


retry()
