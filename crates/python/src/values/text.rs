//! Strings.

use netlab_abi::Origin;
use std::hash::{Hash, Hasher};

/// A string with the number of its characters and, when it was decoded from received bytes, their identities.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// The characters.
    pub string: String,
    /// How many there are.
    pub length: usize,
    /// Identities, counted in characters; kept only while each character is one byte.
    pub origins: Vec<Origin>,
}

impl Text {
    /// A string without identities.
    pub fn new(string: impl Into<String>) -> Text {
        let string = string.into();
        let length = if string.is_ascii() { string.len() } else { string.chars().count() };
        Text { string, length, origins: Vec::new() }
    }

    /// Whether each character is one byte.
    pub fn is_ascii(&self) -> bool {
        self.length == self.string.len()
    }

    /// The character at `index`, which must be in range.
    pub fn char_at(&self, index: usize) -> char {
        if self.is_ascii() {
            return char::from(self.string.as_bytes()[index]);
        }
        self.string.chars().nth(index).expect("the index is in range")
    }

    /// The characters from `start` to before `end`, which must be in range.
    pub fn slice(&self, start: usize, end: usize) -> &str {
        if self.is_ascii() {
            return &self.string[start..end];
        }
        let place = |index| self.string.char_indices().nth(index).map_or(self.string.len(), |(at, _)| at);
        &self.string[place(start)..place(end)]
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.string == other.string
    }
}

impl Eq for Text {}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.string.hash(state);
    }
}
