print("  x ".strip() + "|", "  x ".lstrip() + "|", "  x ".rstrip() + "|", "xxaxx".strip("x"), "abcab".strip("ab"), "www.x.com".lstrip("w."))
