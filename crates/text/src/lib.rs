//! Every word a person reads, in English and Chinese.
//!
//! `ui` has the page's own words. A [`Word`] cannot be made without both languages, so a missing one does not compile.

pub mod editor;
mod labs;
pub mod lesson;
pub mod shell;
pub mod story;
pub mod ui;

pub use netlab_lab::protocol::Language as Lang;

/// A word or a sentence in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    english: &'static str,
    chinese: &'static str,
}

impl Word {
    /// In English and in Chinese.
    #[must_use]
    pub const fn new(english: &'static str, chinese: &'static str) -> Self {
        Self { english, chinese }
    }

    /// In this language.
    #[must_use]
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::English => self.english,
            Lang::Chinese => self.chinese,
        }
    }
}
