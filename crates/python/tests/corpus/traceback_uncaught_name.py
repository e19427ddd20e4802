print("start")
undefined_name
