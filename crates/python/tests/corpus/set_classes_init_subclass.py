class Plugin:
    all = []
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        Plugin.all.append((cls.__name__, tag))
class X(Plugin, tag="x"): pass
class Y(Plugin): pass
print(Plugin.all)
