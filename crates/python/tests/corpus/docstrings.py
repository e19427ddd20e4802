def f():
    "the doc"
    return 1
class C:
    """class doc"""
    def m(self):
        '''m doc'''
print(f.__doc__, C.__doc__, C.m.__doc__, (lambda: 0).__doc__)
