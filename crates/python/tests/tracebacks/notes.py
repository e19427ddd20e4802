class Custom(ValueError):
    def __str__(self):
        return "custom text"


error = Custom("ignored")
error.add_note("first note")
error.add_note("second note\nin two lines")
raise error
