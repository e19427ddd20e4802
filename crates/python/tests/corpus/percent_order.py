class Loud:
    def __init__(self, name):
        self.name = name
        print('made', name)

    def __str__(self):
        print('str', self.name)
        return self.name

    def __repr__(self):
        return f'<{self.name}>'

    def __format__(self, spec):
        return 'formatted'


# Formatted one after the other, as CPython's compiler arranges it, where only %s, %r and %a are asked for.
print('%s and %r' % (Loud('a'), Loud('b')))
print('%5s|%-5s|%.1s|%05s|%-8.2s|%a' % (Loud('abc'), 'x', 'xyz', 'q', 'longer', 'é'))
print('%s %d' % (Loud('c'), 3))
print('%s%%' % (Loud('d'),))
print('%s' % (('a', Loud('e')),))
print('100%% of %s' % ('x' * 2,))
for form in ['%s %s', '%s', '%', '%y', '%(a)s']:
    try:
        print(form % (1, [2]))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
n = 5
for make in [lambda: '%s %s' % (n,), lambda: '%s' % (n, n), lambda: '%' % (n,), lambda: '%y' % (n,), lambda: '%123s' % (n,)]:
    try:
        print(make())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
