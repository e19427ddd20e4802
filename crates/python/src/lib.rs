//! Python 3 for socket programs.
//!
//! Two halves. The compiler (feature `compiler`) turns source text into a [`Code`]; the machine runs a `Code` as a
//! [`netlab_abi::Program`]: statement by statement, with every system call at the border, its whole state copyable at
//! any moment. Half of the standard library is Python itself (`stdlib/*.py`, compiled into `stdlib.bin`).
//!
//! # Left out
//!
//! `async` and `await`, `except*`, type parameters and `type` statements, complex numbers, metaclasses and
//! `type(name, bases, dict)`, `__del__`, weak references, `__dict__` of an object is a copy, `exec`/`eval`/`compile`, `locals()`, annotations at run time, traceback
//! objects (tracebacks are printed, but `__traceback__` is None), lone surrogates in strings, relative
//! imports, files on a disk. A generator that dies unfinished does not run its `finally`. An exception thrown into a
//! generator that delegates with `yield from` is raised in the delegating one. Integers of one value are one object.
//! Sockets are closed when their last reference has gone, as in CPython, but at the next statement or return.
//! `hash()` and the order of sets are CPython's for numbers only. Constants such as `socket.AF_INET` are plain integers.

mod builtins;
pub mod code;
#[cfg(feature = "compiler")]
mod compiler;
mod machine;
mod modules;
mod operations;
mod symbols;
mod values;

pub use code::Code;
#[cfg(feature = "compiler")]
pub use compiler::{CompileError, CompileErrors, compile, compile_library};
pub use machine::{Machine, Options};
