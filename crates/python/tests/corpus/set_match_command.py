def run(cmd):
    match cmd.split():
        case ["go", ("north" | "south") as d]: return "going " + d
        case ["get", obj, *more]: return f"get {obj} {more}"
        case ["quit" | "exit"]: return "bye"
        case [other, *_]: return "unknown " + other
        case []: return "nothing"
print([run(c) for c in ("go north", "go up", "get a b c", "exit", "", "jump high")])
