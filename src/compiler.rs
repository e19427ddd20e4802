//! The compiler's worker: source in, errors or a compiled program out. Fetched only when a program is edited.
//!
//! Left out for now: the compiler itself, which the `python` crate will bring. Until then every source is answered with
//! [`Compiled::NotBuiltIn`].

use serde::{Deserialize, Serialize};

use crate::platform::scope;

/// A program's source as edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file's name (`client.py`).
    pub file: String,
    /// The text.
    pub text: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compiled {
    /// This build carries no compiler; the number of lines shows that the source arrived.
    NotBuiltIn {
        /// Lines received.
        lines: usize,
    },
}

/// Runs as a worker's main function.
pub fn run() {
    scope::serve(|source: Source| scope::post(compile(&source)));
}

/// Compiles a source.
pub fn compile(source: &Source) -> Compiled {
    Compiled::NotBuiltIn { lines: source.text.lines().count() }
}
