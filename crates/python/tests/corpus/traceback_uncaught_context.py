try:
    {}["a"]
except KeyError:
    undefined_thing
