//! What a half-written word of a filter can become.

use super::{evaluate::FUNCTIONS, names::NAMES};
use serde::{Deserialize, Serialize};

/// What can be put in place of a part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Completion {
    /// The part: first letter, and one past the last.
    pub part: (u32, u32),
    /// What can stand there, shortest first.
    pub words: Vec<String>,
}

/// Names offered at most.
const MOST: usize = 12;

/// What the word that ends at this letter can become; nothing when it is whole, or no name begins so.
pub fn complete(text: &str, caret: usize) -> Completion {
    let letters: Vec<char> = text.chars().collect();
    let end = caret.min(letters.len());
    let belongs = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.');
    let start = end - letters[..end].iter().rev().take_while(|letter| belongs(letter)).count();
    let word: String = letters[start..end].iter().collect();
    let quotes = letters[..start].iter().filter(|letter| **letter == '"').count();
    if word.is_empty() || quotes % 2 == 1 || word.starts_with(|letter: char| letter.is_ascii_digit()) {
        return Completion::default();
    }
    let functions = FUNCTIONS.iter().map(|(name, _)| *name);
    let names = NAMES.iter().map(|(name, _)| *name).chain(functions);
    let mut words: Vec<String> =
        names.filter(|name| name.starts_with(&word) && *name != word).map(str::to_owned).collect();
    words.sort_by_key(|word| (word.matches('.').count(), word.len(), word.clone()));
    words.truncate(MOST);
    Completion { part: (start as u32, end as u32), words }
}
