//! A place in a script's text: skips blanks and comments, counts lines, reads words and numbers.
//!
//! The language has no tokens of its own that would hold everywhere (`.1` is a time, `.` a flag, `...` an argument), so each
//! reader takes what it needs from here.

use crate::error::{Problem, ScriptError};
use netlab_wire::Duration;

pub(crate) type Parsed<T> = Result<T, ScriptError>;

#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    rest: &'a str,
    line: u32,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Self {
        Self::at_line(text, 1)
    }

    /// For a piece of a script that begins on another line.
    pub fn at_line(text: &'a str, line: u32) -> Self {
        Self { rest: text, line }
    }

    pub fn line(&self) -> u32 {
        self.line
    }

    pub fn error<T>(&self, problem: Problem) -> Parsed<T> {
        Err(ScriptError { line: self.line, problem })
    }

    pub fn expected<T>(&self, what: &'static str) -> Parsed<T> {
        let found: String = self.rest.lines().next().unwrap_or_default().chars().take(40).collect();
        self.error(Problem::Expected { what, found })
    }

    pub fn unsupported<T>(&self, what: impl Into<String>) -> Parsed<T> {
        self.error(Problem::Unsupported(what.into()))
    }

    /// Takes `bytes` bytes, which end at a character's border.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.line += taken.matches('\n').count() as u32;
        self.rest = rest;
        taken
    }

    /// Skips blanks, line ends and comments.
    pub fn skip_blanks(&mut self) -> Parsed<()> {
        loop {
            let blanks = self.rest.len() - self.rest.trim_start().len();
            self.take(blanks);
            if self.rest.starts_with("//") {
                self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                match self.rest.find("*/") {
                    Some(end) => self.take(end + 2),
                    None => return self.error(Problem::Unclosed("a comment")),
                };
            } else {
                return Ok(());
            }
        }
    }

    /// Whether nothing but blanks and comments is left.
    pub fn at_end(&mut self) -> Parsed<bool> {
        self.skip_blanks()?;
        Ok(self.rest.is_empty())
    }

    /// The next character after blanks, without taking it.
    pub fn peek(&mut self) -> Parsed<Option<char>> {
        self.skip_blanks()?;
        Ok(self.rest.chars().next())
    }

    /// Takes `symbol` if it comes next.
    pub fn accept(&mut self, symbol: &str) -> Parsed<bool> {
        self.skip_blanks()?;
        let there = self.rest.starts_with(symbol);
        if there {
            self.take(symbol.len());
        }
        Ok(there)
    }

    pub fn expect(&mut self, symbol: &'static str) -> Parsed<()> {
        if self.accept(symbol)? { Ok(()) } else { self.expected(symbol) }
    }

    /// Takes the characters for which `belongs` holds; maybe none.
    pub fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        self.take(end)
    }

    /// Takes a word of letters, digits and underscores that does not begin with a digit.
    pub fn word(&mut self) -> Parsed<Option<&'a str>> {
        match self.peek()? {
            Some(first) if first.is_ascii_alphabetic() || first == '_' => {
                Ok(Some(self.take_while(|c| c.is_ascii_alphanumeric() || c == '_')))
            }
            _ => Ok(None),
        }
    }

    /// Takes `word` if it is the next whole word.
    pub fn accept_word(&mut self, word: &str) -> Parsed<bool> {
        let before = self.clone();
        if self.word()? == Some(word) {
            return Ok(true);
        }
        *self = before;
        Ok(false)
    }

    /// A decimal or hexadecimal number, with a minus sign if it has one.
    pub fn integer(&mut self) -> Parsed<Option<i64>> {
        self.skip_blanks()?;
        let before = self.clone();
        let negative = self.accept("-")?;
        let hexadecimal = self.rest.starts_with("0x") || self.rest.starts_with("0X");
        if hexadecimal {
            self.take(2);
        }
        let digits =
            self.take_while(|c| if hexadecimal { c.is_ascii_hexdigit() } else { c.is_ascii_digit() });
        if digits.is_empty() {
            *self = before;
            return Ok(None);
        }
        let value = if hexadecimal {
            // Bit masks fill 64 bits.
            u64::from_str_radix(digits, 16).ok().map(|bits| bits as i64)
        } else {
            digits.parse().ok()
        };
        match value {
            Some(value) => Ok(Some(if negative { value.wrapping_neg() } else { value })),
            None => self.error(Problem::NumberTooLarge(digits.to_owned())),
        }
    }

    /// A number that must come and fit into `T`.
    pub fn number<T: TryFrom<i64>>(&mut self, what: &'static str) -> Parsed<T> {
        match self.integer()? {
            None => self.expected(what),
            Some(value) => match T::try_from(value) {
                Ok(value) => Ok(value),
                Err(_) => self.error(Problem::NumberTooLarge(value.to_string())),
            },
        }
    }

    /// Seconds with up to nine decimals: `1`, `.1`, `0.200`.
    pub fn seconds(&mut self) -> Parsed<Duration> {
        self.skip_blanks()?;
        let whole = self.take_while(|c| c.is_ascii_digit());
        let mut decimals = "";
        if self.rest.starts_with('.') && self.rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            self.take(1);
            decimals = self.take_while(|c| c.is_ascii_digit());
        }
        if whole.is_empty() && decimals.is_empty() {
            return self.expected("a time in seconds");
        }
        let nanos = format!("{whole}{decimals:0<9}");
        match nanos.parse() {
            Ok(nanos) if decimals.len() <= 9 => Ok(Duration::from_nanos(nanos)),
            _ => self.error(Problem::NumberTooLarge(format!("{whole}.{decimals} s"))),
        }
    }

    /// The text up to `end`, which is taken as well; with the line on which it begins.
    pub fn until(&mut self, end: &str, what: &'static str) -> Parsed<(u32, &'a str)> {
        let line = self.line;
        match self.rest.find(end) {
            None => self.error(Problem::Unclosed(what)),
            Some(at) => {
                let text = self.take(at);
                self.take(end.len());
                Ok((line, text))
            }
        }
    }

    /// The rest of the line.
    pub fn rest_of_line(&mut self) -> &'a str {
        self.take_while(|c| c != '\n')
    }
}
