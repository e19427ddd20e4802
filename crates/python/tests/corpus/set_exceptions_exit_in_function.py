def f():
    try: raise SystemExit(7)
    except Exception: print("no")
f()
