cells = {(1, 0), (1, 1), (1, 2)}
def step(live):
    count = {}
    for x, y in live:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy: count[x + dx, y + dy] = count.get((x + dx, y + dy), 0) + 1
    return {c for c, n in count.items() if n == 3 or n == 2 and c in live}
for _ in range(3): print(sorted(cells)); cells = step(cells)
