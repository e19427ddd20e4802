//! Python programs from files.

use crate::error::Failure;
use netlab_python::{Code, Machine, Options};

/// Compiles a program.
///
/// # Errors
/// [`Failure`] with the file, the place and the compiler's sentence.
pub fn compile(source: &str, file: &str) -> Result<Code, Failure> {
    netlab_python::compile(source, file).map_err(|errors| {
        let words = errors.to_string();
        Failure::new(format!("{file}: {}", words.trim_end().replace('\n', "; ")))
    })
}

/// Compiles a program and makes a machine of it that has not begun; `arguments` follow the file's name.
///
/// # Errors
/// As [`compile`].
pub fn machine(source: &str, file: &str, arguments: Vec<String>) -> Result<Machine, Failure> {
    let code = compile(source, file)?;
    let mut all = vec![file.to_owned()];
    all.extend(arguments);
    Ok(Machine::new(code, Options { arguments: all, ..Options::default() }))
}
