//! What goes wrong in the terminal: one clear sentence, exit status 2.

use std::fmt;

/// A failure that a person can do something about.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure with its sentence, without a full stop.
    pub fn new(sentence: impl Into<String>) -> Self {
        Failure(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}
