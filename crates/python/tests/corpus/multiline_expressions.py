total = (1 +
         2 +  # comment inside
         3)
text = ("one "
        "two "
        f"{total}")
d = {
    "k": [1,
          2],
    "f": lambda x,
                y=2: x + y,
}
print(total, text, d["f"](1), d["k"]); x = 5; y = \
    6
if (x > 1 and
        y > 1): print("both")
def f(a,
      b,
      ): return a - b
print(f(3,
        1), [i
             for i in range(5)
             if i > 2])
