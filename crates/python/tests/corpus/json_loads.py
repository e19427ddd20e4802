import json
print(json.loads('{"a": [1, -2.5e3, true, false, null, "x\\u00e9\\n"], "b": {}}'), json.loads("[]"), json.loads('"s"'), json.loads(" 12 "), json.loads(b'{"k": 1}'), json.loads('{"a":1,"a":2}'), json.loads("1e5"), json.loads('"\\ud83d\\ude00"') == "😀")
