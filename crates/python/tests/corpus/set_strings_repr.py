print(repr("a'b"), repr('a"b'), repr("a'b\"c"), repr("\n\t\r\\\x00\x7f"), repr("é"), repr("\u200b"), repr("日本"), repr("😀"), ascii("é日😀"))
