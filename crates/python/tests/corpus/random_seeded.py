import random
random.seed(42)
print([random.random() for _ in range(5)])
print([random.randint(1, 100) for _ in range(10)], random.choice("abcdef"), random.randrange(0, 100, 7), random.getrandbits(40), random.uniform(1, 2))
l = list(range(10)); random.shuffle(l); print(l, random.sample(range(100), 5), random.choices([1, 2, 3], k=5))
