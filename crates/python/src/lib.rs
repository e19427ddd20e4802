//! Python 3 for socket programs.
//!
//! Two halves. The compiler (feature `compiler`) turns source text into a [`Code`]; the machine runs a `Code` as a
//! [`netlab_abi::Program`]: statement by statement, with every system call at the border, its whole state copyable at
//! any moment. Half of the standard library is Python itself (`stdlib/*.py`, compiled into `stdlib.bin`).
//!
//! # Left out
//!
//! `async` and `await`, `except*` and exception groups, type parameters and `type` statements, complex numbers, weak
//! references, `exec`/`eval`/`compile`, `open` and files on a disk, ranges beyond 64 bits, lone surrogates in strings,
//! relative imports, views of memory other than unsigned bytes. `globals()` and the `__dict__` of a class or function
//! are copies. A metaclass's `__prepare__` gives the names a class body starts with, but does not see them bound.
//! An exception thrown into a generator that delegates with `yield from` is raised in the delegating one. Integers of
//! one value are one object. Sockets are closed, and generators' `finally` and `__del__` are run, when the last
//! reference has gone, as in CPython, but at the next statement or return. `hash()` and the order of sets are CPython's
//! for numbers only. Constants of `socket` are plain integers.

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
