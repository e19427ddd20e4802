text = """the quick brown fox
jumps over the lazy dog
the end"""
words = text.split(); freq = {}
for w in words: freq[w] = freq.get(w, 0) + 1
for w, c in sorted(freq.items(), key=lambda x: (-x[1], x[0]))[:4]: print(f"{w:<8}{c:>3}")
print([l.title() for l in text.splitlines()], max(words, key=len), "".join(w[0] for w in words), text.replace("\n", " / "))
