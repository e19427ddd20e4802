t = str.maketrans("abc", "xyz", "d")
print("aabbccdd".translate(t), "hello".translate({104: "J", 108: None}), "a".translate(str.maketrans({"a": "AA"})))
