A = [[1, 2], [3, 4]]; B = [[5, 6], [7, 8]]
print([[sum(a * b for a, b in zip(r, c)) for c in zip(*B)] for r in A], list(map(list, zip(*A))), sum(map(sum, A)))
