import json
print(json.dumps({"a": 1, "b": [1, 2.5, None, True, False], "c": {"d": "x\"y\n\t\\"}}), json.dumps("é中"), json.dumps("é", ensure_ascii=False), json.dumps([]), json.dumps({}), json.dumps((1, 2)), json.dumps({1: 2, None: 3, True: 4}), json.dumps(1e100), json.dumps(float("inf")))
print(json.dumps({"b": 1, "a": [1, {"x": []}]}, indent=2, sort_keys=True)); print(json.dumps([1, {"a": 2}], separators=(",", ":")))
