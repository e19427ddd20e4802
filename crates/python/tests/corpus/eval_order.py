log = []
def t(x): log.append(x); return x
t(1) + t(2) * t(3); [t(4), t(5)]; {t(6): t(7)}; (lambda a, b=t(8): None)(t(9)); d = {}; d[t(10)] = t(11); t(12) < t(13) < t(14); t(0) and t(99); f = print if t(15) else t(98); (t(16), *[t(17)]); print(log)
