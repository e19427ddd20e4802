items = ["a", "b"]
print(f"{', '.join(f'<{i}>' for i in items)} {len(items)} {items!r} {items}")
d = {"k": 1}
print(f"{d['k']} {d} {(lambda v: v * 2)(4)} {1 if d else 2} {'x' * 3!r:>8}")
print(f"""multi
{d["k"]}""")
