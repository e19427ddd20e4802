//! Display filters in Wireshark's language (that of release 4.0), for the protocols that the lab's frames have.
//!
//! A filter is read once, with every name, value and comparison checked, and then judged for each frame. Frames are
//! dissected in the order of a capture, because much of what filters ask for (`tcp.stream`, `tcp.analysis.…`, relative
//! numbers) comes from the frames before. Wireshark's own answers are the yardstick: a test compares with tshark.
//!
//! Left out, openly: application protocols (`http`: payload is `data`), reassembled fragments and streams,
//! names of values in quotes (`arp.opcode == "request"`), expert information, columns (`_ws.…`), macros.

mod complete;
mod dissect;
mod evaluate;
mod lex;
mod literal;
mod names;
mod parse;
mod segments;
#[cfg(test)]
mod tests;

pub use complete::{Completion, complete};
pub use dissect::{Dissected, Frame, dissect};
pub use names::{Kind, NAMES, kind};
pub use segments::{MARKS, Mark};

use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// A filter that has been read.
#[derive(Debug, Clone)]
pub struct Filter(Option<parse::Test>);

impl Filter {
    /// Reads a filter; one without any word lets everything pass.
    ///
    /// # Errors
    /// Where and why it was not understood.
    pub fn read(text: &str) -> Result<Filter, FilterProblem> {
        let tokens = lex::tokens(text)?;
        if tokens.len() == 1 {
            return Ok(Filter(None));
        }
        parse::read(&tokens).map(|test| Filter(Some(test)))
    }

    /// Whether a frame passes.
    pub fn passes(&self, frame: &Dissected) -> bool {
        self.0.as_ref().is_none_or(|test| evaluate::holds(test, frame))
    }
}

/// Why a filter was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterProblem {
    /// The first letter that is meant, from 0.
    pub column: u32,
    /// How many letters; at least 1, also at the end of the text.
    pub length: u32,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong in a filter. `text` words each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// No field, protocol or function has this name.
    UnknownName(Rc<str>),
    /// A field or a value is missing.
    OperandMissing,
    /// This sign is missing: `)`, `}`, `]`, `{`, `,`.
    SignMissing(char),
    /// A quoted text has no end.
    OpenQuote,
    /// Something stands here that cannot follow.
    Unexpected(Rc<str>),
    /// The value cannot be compared with a field of this kind.
    BadValue(Rc<str>, Kind),
    /// A value stands alone, or beside another: there is no field to look at.
    OnlyValues,
    /// Fields of these kinds cannot be compared with each other.
    DifferentKinds(Kind, Kind),
    /// A field of this kind cannot be used so: it can only be present or absent, or has no order, or no bytes.
    NotForKind(Kind),
    /// The pattern of `matches` is no regular expression.
    BadPattern,
    /// The stretch in brackets is none.
    BadSlice(Rc<str>),
}
