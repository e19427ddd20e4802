import string
print(string.ascii_lowercase, string.digits, string.punctuation, repr(string.whitespace), string.capwords("hello big world"))
print(string.Template("$a and ${b} $$").substitute(a=1, b=2))
