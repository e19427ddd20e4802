def speak(self): return "hi " + self.n
T = type("T", (), {"n": "dyn", "speak": speak}); print(T().speak(), T.__name__, type(T).__name__, type(5), type("a"), type([]), type(None), type(type), type(lambda: 0), type(print).__name__, int, [int, str], isinstance(int, type))
