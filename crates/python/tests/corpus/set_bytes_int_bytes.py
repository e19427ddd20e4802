n = 258
print(n.to_bytes(4, "big"), int.from_bytes(b"\x00\x00\x01\x02", "big"), n.to_bytes(2, "little"))
