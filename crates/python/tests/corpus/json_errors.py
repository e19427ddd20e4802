import json
for s in ("", "{", "[1,]", '{"a" 1}', "nul", '"abc', "[1] x", "{'a': 1}", '{"a":}'):
    try:
        print(json.loads(s))
    except json.JSONDecodeError as e:
        print(e, e.pos)
try:
    json.dumps({1, 2})
except TypeError as e:
    print(e)
try:
    json.dumps({(1, 2): 3})
except TypeError as e:
    print(e)
