people = [("bob", 25), ("alice", 30), ("carol", 25), ("dave", 30)]
people.sort(key=lambda p: p[1]); print(people); people.sort(key=lambda p: (-p[1], p[0])); print(people); people.sort(reverse=True); print(people); print(sorted(people, key=lambda p: len(p[0])), sorted("The Quick brown".split(), key=str.lower), sorted([[2, 1], [1, 9], [1, 2]]), sorted([0.5, -1, 3, True]))
