print((5).__add__(3), (5).__radd__(1), (7).__floordiv__(2), (7).__mod__(4), (2).__pow__(10), (1).__lshift__(4), (6).__and__(3), (-5).__abs__(), (5).__neg__(), (5).__invert__(), (0).__bool__())
print((5).__add__("x"), (5).__lt__(6), (5).__divmod__(3), (5).__float__(), (2.5).__int__(), (2.5).__mul__(2), (1.5).__round__(), int.__mul__(2, 3))
print("ab".__add__("c"), "ab".__len__(), "ab".__contains__("a"), "abc".__getitem__(1), "ab".__mul__(2), "%d" .__mod__(5), "a".__lt__("b"), list("ab".__iter__()))
print([1].__add__([2]), [1, 2].__len__(), [3, 4].__getitem__(-1), [1].__contains__(1), [1].__mul__(3), list([1, 2].__reversed__()), (1,).__add__((2,)), (1, 2).__contains__(3))
print({"a": 1}.__or__({"b": 2}), {"a": 1}.__contains__("a"), {"a": 1}.__len__(), list({"a": 1}.__iter__()), {1, 2}.__and__({2}), {1}.__or__({2}), frozenset({1}).__sub__({1}))
print(b"ab".__add__(b"c"), b"ab".__getitem__(0), range(5).__len__(), range(5).__contains__(3), None.__bool__(), True.__and__(False), "x".__ge__("y"), [1].__lt__([2]))


class Counting(dict):
    reads = 0

    def __getitem__(self, key):
        Counting.reads += 1
        return super().__getitem__(key)

    def __contains__(self, key):
        return super().__contains__(key.lower())

    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)


c = Counting()
c["A"] = 1
print(c, c["a"], "A" in c, Counting.reads, len(c))


class Money(int):
    def __add__(self, other):
        return Money(super().__add__(other))

    def __repr__(self):
        return f"Money({int(self)})"


print(Money(3) + 4, sum([Money(1), Money(2)], Money(0)), Money(5) - 1, Money(2) < 3)


class Stack(list):
    def __iadd__(self, other):
        super().__iadd__(other)
        return self

    def __len__(self):
        return super().__len__() * 10


s = Stack([1])
s += [2]
print(s, len(s), s.__class__.__name__)


class Word(str):
    def __lt__(self, other):
        return super().__len__() < len(other)

    def __eq__(self, other):
        return super().__eq__(other)

    __hash__ = str.__hash__


print(sorted([Word("ccc"), Word("a"), Word("bb")]), Word("a") == "a", Word("a") != "a", {Word("k"): 1}["k"])
print(len.__call__([1, 2]), print.__name__, (lambda x: x * 2).__call__(4), Stack.__len__.__get__(s)())
