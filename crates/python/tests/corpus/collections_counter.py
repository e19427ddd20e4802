from collections import Counter
c = Counter("abracadabra"); print(c, c["a"], c["zz"], c.most_common(2), sorted(c.elements())[:4], sum(c.values())); c.update("aaa"); c.subtract("b"); print(c["a"], c["b"], Counter(a=3) + Counter(a=1, b=2), Counter(a=3) - Counter(a=1), Counter([1, 1]) & Counter([1]), Counter() == Counter(), dict(c))
