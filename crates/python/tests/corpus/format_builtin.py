print(format(3.14159, ".2f"), format(255, "x"), format("a", ">4"), format(True), format(None), format([1]), format(1000, ","))
class P:
    def __format__(self, spec):
        return "P<" + spec + ">"
print(f"{P():abc}", format(P(), "q"), "{:z}".format(P()))
