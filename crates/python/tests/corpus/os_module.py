import os
print(isinstance(os.getpid(), int), os.name, os.linesep == "\n", os.sep); r, w = os.pipe(); print(os.write(w, b"through a pipe"), os.read(r, 7), os.read(r, 100)); os.close(w); print(os.read(r, 1)); os.close(r)
try:
    os.read(r, 1)
except OSError as e:
    print(e.errno, e.strerror)
