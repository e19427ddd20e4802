import _lab

Error = RuntimeError


def copy(x):
    method = getattr(type(x), '__copy__', None)
    if method is not None:
        return method(x)
    return _lab.copy(x)


def deepcopy(x, memo=None):
    if memo is None:
        memo = {}
    if id(x) in memo:
        return memo[id(x)][0]
    method = getattr(type(x), '__deepcopy__', None)
    if method is not None:
        made = method(x, memo)
        memo[id(x)] = (made, x)
        return made
    if type(x) is list:
        made = []
        memo[id(x)] = (made, x)
        for item in x:
            made.append(deepcopy(item, memo))
        return made
    if type(x) is dict:
        made = {}
        memo[id(x)] = (made, x)
        for key, value in x.items():
            made[deepcopy(key, memo)] = deepcopy(value, memo)
        return made
    if type(x) is tuple:
        made = tuple([deepcopy(item, memo) for item in x])
        for a, b in zip(made, x):
            if a is not b:
                return made
        return x
    if type(x) is set:
        return {deepcopy(item, memo) for item in x}
    made = _lab.copy(x)
    if made is not x:
        memo[id(x)] = (made, x)
        for name, value in list(getattr(made, '__dict__', {}).items()):
            setattr(made, name, deepcopy(value, memo))
    return made


class Error(Exception):
    pass


error = Error
