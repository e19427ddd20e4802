print("Hello World".upper(), "ABC".lower(), "hello world".title(), "hELLO".capitalize(), "aBc".swapcase(), "ß".upper(), "STRASSE".casefold())
