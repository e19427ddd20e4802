print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-2).to_bytes(2, "big", signed=True))
print(int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes(b"\x01\x02", "little"))
try:
    (256).to_bytes(1, "big")
except OverflowError as e:
    print(e)
