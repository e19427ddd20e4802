print("a" < "b", "Z" < "a", "abc" < "abd", "" < "a", max("hello"), min("hello"), sorted("banana"), "a" == "a", "10" < "9")
