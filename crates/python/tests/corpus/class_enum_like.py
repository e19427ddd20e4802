import enum
class Color(enum.Enum):
    RED = 1
    BLUE = 2
print(Color.RED, Color.RED.name, Color.RED.value, Color(2), Color["RED"] is Color.RED, [c.name for c in Color], Color.RED == Color.RED, Color.RED != Color.BLUE)
class P(enum.IntEnum):
    LOW = 1
    HIGH = 5
print(P.HIGH > P.LOW, P.HIGH + 1, int(P.LOW), P(5).name)
