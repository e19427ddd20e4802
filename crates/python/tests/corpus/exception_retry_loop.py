calls = 0
def flaky():
    global calls
    calls += 1
    if calls < 3: raise TimeoutError(f"try {calls}")
    return "ok"
def retry(f, n):
    for attempt in range(1, n + 1):
        try:
            return f()
        except TimeoutError as e:
            print("retry", attempt, e); last = e
    raise last
print(retry(flaky, 5)); calls = 0
try:
    retry(flaky, 2)
except TimeoutError as e:
    print("gave up", e)
