e = ValueError("a")
e.extra = 5
e.add_note("note")
print(e.extra, e.__notes__, e.__traceback__, e.args); e.args = (1, 2); print(e, e.args)
try: exit_ = SystemExit(3); raise exit_
except SystemExit as s: print(s.code, repr(s))
try: next(iter([]))
except StopIteration as s: print(repr(s), s.value)
