//! The step in words. `text` makes these; nobody else writes sentences.

use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// What just happened, why, and what comes next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Story {
    /// Just happened: at most 30 words or 60 Chinese characters.
    pub now: Sentence,
    /// Why; ends in the record that caused it.
    pub why: Sentence,
    /// The record that caused it.
    pub why_record: Option<u64>,
    /// One promise that the next step keeps; empty at the end or while withheld.
    pub next: Sentence,
}

/// A sentence as spans.
pub type Sentence = Vec<Span>;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    /// Plain words.
    Plain(Rc<str>),
    /// A call or value, in code type.
    Code(Rc<str>),
    /// A term of the glossary: its key, and the word as it stands in the sentence.
    Term(Rc<str>, Rc<str>),
    /// A link to a record.
    Record(u64),
}
