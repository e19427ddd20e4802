class Outer:
    class Inner:
        def fail(self, *args, **kwargs):
            raise NotImplementedError

    def run(self):
        handlers = {"go": self.Inner().fail}
        for name, handler in handlers.items():
            handler(1, key=2)


Outer().run()
