import json
v = {"name": "netlab", "list": [1, [2, [3]]], "f": 0.1, "n": None, "t": "quote\" slash/ back\\"}
s = json.dumps(v); print(json.loads(s) == v, len(s), json.loads(json.dumps(v, indent=1)) == v)
