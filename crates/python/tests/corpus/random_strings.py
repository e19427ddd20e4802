import random
random.seed("hello")
print(random.random(), random.randint(1, 100), random.choice("abcdef"))
random.seed(b"bytes")
print(random.getrandbits(40), random.sample(range(100), 5), random.shuffle([1]))
random.seed(2.5)
print(random.uniform(1, 2), random.randrange(0, 100, 7))
r = random.Random(42)
s = random.Random("42")
print([r.random() for _ in range(3)], s.randint(0, 1000))
state = r.getstate()
x = r.random()
r.setstate(state)
print(x == r.random(), len(state), state[0])
random.seed(1)
print(random.gauss(0, 1), random.normalvariate(5, 2), random.expovariate(0.5), random.betavariate(2, 3), random.gammavariate(0.5, 2), random.gammavariate(3, 1), random.gammavariate(1, 1))
print(random.triangular(0, 10, 3), random.lognormvariate(0, 1), random.paretovariate(3), random.weibullvariate(1, 2), random.vonmisesvariate(0, 4), random.vonmisesvariate(1, 0))
print(random.choices("abc", weights=[1, 2, 3], k=6), random.choices([1, 2], cum_weights=[1, 3], k=3), random.sample("abcdefgh", 3), random.randbytes(5))
deck = list(range(10))
random.shuffle(deck)
print(deck, random.sample([1, 2], counts=[3, 1], k=2))


class Loaded(random.Random):
    def random(self):
        return 0.75


print(Loaded().uniform(0, 100), Loaded().choices([1, 2, 3, 4], k=2))
for bad in (lambda: random.choice([]), lambda: random.randint(5, 1), lambda: random.sample([1], 2), lambda: random.seed([1])):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, str(error).split(chr(10))[0])
