for s in ("abc", "ABC", "123", "a1", " ", "", "aB", "½", "_x", "1x", "Title Case"):
    print(repr(s), s.isalpha(), s.isdigit(), s.isalnum(), s.isspace(), s.isupper(), s.islower(), s.isidentifier(), s.isnumeric(), s.isdecimal(), s.istitle(), s.isascii(), s.isprintable())
