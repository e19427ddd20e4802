import random
r = random.Random(7); s = random.Random(7); print(r.random() == s.random(), r.randint(0, 9), r.choice([1, 2, 3]), r.getrandbits(8), r.randbytes(4))
random.seed("text"); print(random.random()); random.seed(0); print(random.randint(0, 10**20), random.random(), random.gauss(0, 1))
