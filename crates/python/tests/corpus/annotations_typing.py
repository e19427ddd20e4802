import typing
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple, Union, get_args, get_origin

limit: int = 10
name: "str"


class Node:
    value: int
    next: "Node | None" = None
    table: dict[str, list[int]] = {}

    def walk(self, depth: int = 0, *rest: int, key: str = "k", **more: float) -> Optional[int]:
        return depth


def handler(callback: Callable[[int], str], pairs: List[Tuple[str, int]]) -> Union[int, str, None]:
    return None


print(__annotations__)
print(Node.__annotations__)
print(Node.walk.__annotations__)
print(handler.__annotations__)
print(list[int], dict[str, int], tuple[int, ...], int | None, int | str | list[int], type(list[int]).__name__)
print(list[int]([1, 2]), isinstance(3, int | str), isinstance("x", int | None), isinstance(None, int | None))
print(get_origin(List[int]), get_args(Dict[str, int]), get_origin(dict[str, int]), Optional[int], Any)


class Point(NamedTuple):
    x: int
    y: int = 0

    def norm(self) -> int:
        return abs(self.x) + abs(self.y)


print(Point(3), Point(1, -2).norm(), Point._fields, Point(y=1, x=2)._asdict())
print((lambda x: x).__annotations__, typing.cast(int, "5"))
