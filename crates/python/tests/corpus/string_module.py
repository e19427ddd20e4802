import string
print(string.ascii_lowercase, string.ascii_uppercase, string.digits, string.hexdigits, string.punctuation, repr(string.whitespace), string.ascii_letters[:30], string.octdigits, len(string.printable), string.capwords("hello big world"))
print(string.Template("$who likes ${what}").substitute(who="x", what="y"))
