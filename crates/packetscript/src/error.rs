//! What can be wrong with a script.

use core::fmt;

/// A problem and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    /// The line, from 1.
    pub line: u32,
    /// What.
    pub problem: Problem,
}

/// Kinds of problems with a script's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Something else should stand there.
    Expected {
        /// What should.
        what: &'static str,
        /// What does: the rest of the line, cut.
        found: String,
    },
    /// A quotation, comment or block is opened and never closed.
    Unclosed(&'static str),
    /// A number too large for what it counts.
    NumberTooLarge(String),
    /// Part of packetdrill's language that the lab does not model.
    Unsupported(String),
    /// The end of a segment's range is not its beginning and length.
    SequenceRange {
        /// First number.
        start: u32,
        /// Number after the last.
        end: u32,
        /// Length in parentheses.
        length: u32,
    },
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expected { what, found } => {
                let is_symbol = !what.contains(|c: char| c.is_ascii_alphabetic());
                let quote = if is_symbol { "`" } else { "" };
                write!(f, "expected {quote}{what}{quote}, found ")?;
                if found.is_empty() { write!(f, "the end") } else { write!(f, "`{found}`") }
            }
            Self::Unclosed(what) => write!(f, "{what} is never closed"),
            Self::NumberTooLarge(number) => write!(f, "{number} is too large"),
            Self::Unsupported(what) => write!(f, "{what} is not modelled"),
            Self::SequenceRange { start, end, length } => {
                write!(f, "{start}:{end} is not {length} bytes long")
            }
        }
    }
}

impl std::error::Error for ScriptError {}
