//! Reading a condition.

use super::{Comparison, FIELDS, NAMES, Name, Term, Value};
use netlab_world::HostId;
use std::{iter::Peekable, str::CharIndices};

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(i128),
    Word(String),
    Quoted(String),
    Compare(Comparison),
    And,
    Or,
    Not,
    Open,
    Close,
}

/// How deep parentheses and `not` may nest: a condition is typed by hand.
const DEPTH: usize = 50;

pub(super) fn read(text: &str, hosts: &[(&str, HostId)]) -> Result<Term, String> {
    let tokens = tokens(text)?;
    let mut reader = Reader { tokens: &tokens, at: 0, hosts, depth: 0 };
    let term = reader.either()?;
    match reader.tokens.get(reader.at) {
        None => Ok(term),
        Some((_, part)) => Err(part.clone()),
    }
}

/// Tokens, each with its text.
fn tokens(text: &str) -> Result<Vec<(Token, String)>, String> {
    let mut tokens = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        if letter.is_whitespace() {
            continue;
        }
        let token = match letter {
            '(' => Token::Open,
            ')' => Token::Close,
            '0'..='9' => number(text, start, &mut letters)?,
            '"' | '\'' => {
                let end = letters.by_ref().find(|(_, other)| *other == letter);
                let (end, _) = end.ok_or_else(|| text[start..].to_owned())?;
                Token::Quoted(text[start + 1..end].to_owned())
            }
            _ if letter.is_alphabetic() || letter == '_' => word(rest_of(text, start, &mut letters, |l| {
                l.is_alphanumeric() || matches!(l, '_' | '.' | '-')
            })),
            _ => operator(
                letter,
                letters.next_if(|(_, next)| matches!(next, '=' | '&' | '|')).map(|(_, next)| next),
            )
            .ok_or_else(|| text[start..].to_owned())?,
        };
        let end = letters.peek().map_or(text.len(), |(at, _)| *at);
        tokens.push((token, text[start..end].trim().to_owned()));
    }
    Ok(tokens)
}

fn rest_of<'a>(
    text: &'a str,
    start: usize,
    letters: &mut Peekable<CharIndices<'_>>,
    belongs: impl Fn(char) -> bool,
) -> &'a str {
    while letters.next_if(|(_, letter)| belongs(*letter)).is_some() {}
    &text[start..letters.peek().map_or(text.len(), |(at, _)| *at)]
}

/// A whole number with a unit of time (to nanoseconds) or of bytes.
fn number(text: &str, start: usize, letters: &mut Peekable<CharIndices<'_>>) -> Result<Token, String> {
    let all = rest_of(text, start, letters, |letter| letter.is_alphanumeric() || letter == '_');
    let digits = all.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == '\u{b5}');
    let factor: i128 = match &all[digits.len()..] {
        "" | "ns" | "B" => 1,
        "us" | "\u{b5}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "k" | "K" => 1024,
        "M" => 1024 * 1024,
        _ => return Err(all.to_owned()),
    };
    let value: u64 = digits.replace('_', "").parse().map_err(|_| all.to_owned())?;
    Ok(Token::Number(i128::from(value) * factor))
}

fn word(word: &str) -> Token {
    match word {
        "and" => Token::And,
        "or" => Token::Or,
        "not" => Token::Not,
        _ => Token::Word(word.to_owned()),
    }
}

fn operator(first: char, second: Option<char>) -> Option<Token> {
    Some(match (first, second) {
        ('=', Some('=') | None) => Token::Compare(Comparison::Equal),
        ('!', Some('=')) => Token::Compare(Comparison::Different),
        ('!', None) => Token::Not,
        ('<', Some('=')) => Token::Compare(Comparison::LessOrEqual),
        ('<', None) => Token::Compare(Comparison::Less),
        ('>', Some('=')) => Token::Compare(Comparison::MoreOrEqual),
        ('>', None) => Token::Compare(Comparison::More),
        ('~', None) => Token::Compare(Comparison::Holds),
        ('&', Some('&')) => Token::And,
        ('|', Some('|')) => Token::Or,
        _ => return None,
    })
}

struct Reader<'a> {
    tokens: &'a [(Token, String)],
    at: usize,
    hosts: &'a [(&'a str, HostId)],
    depth: usize,
}

impl Reader<'_> {
    fn next_if(&mut self, token: &Token) -> bool {
        let found = self.tokens.get(self.at).is_some_and(|(next, _)| next == token);
        self.at += usize::from(found);
        found
    }

    fn either(&mut self) -> Result<Term, String> {
        let mut left = self.both()?;
        while self.next_if(&Token::Or) {
            left = Term::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Term, String> {
        let mut left = self.not()?;
        while self.next_if(&Token::And) {
            left = Term::And(Box::new(left), Box::new(self.not()?));
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Term, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("(((".to_owned());
        }
        let term =
            if self.next_if(&Token::Not) { Term::Not(Box::new(self.not()?)) } else { self.comparison()? };
        self.depth -= 1;
        Ok(term)
    }

    fn comparison(&mut self) -> Result<Term, String> {
        let left = self.operand(false)?;
        let Some((Token::Compare(how), _)) = self.tokens.get(self.at) else { return Ok(left) };
        self.at += 1;
        Ok(Term::Compare(*how, Box::new(left), Box::new(self.operand(true)?)))
    }

    /// One value. A bare word is a name; to the right of an operator it may also be a text.
    fn operand(&mut self, right: bool) -> Result<Term, String> {
        let Some((token, part)) = self.tokens.get(self.at) else { return Err("…".to_owned()) };
        self.at += 1;
        Ok(match token {
            Token::Number(number) => Term::Value(Value::Number(*number)),
            Token::Quoted(text) => Term::Value(Value::Text(text.clone())),
            Token::Open => {
                let inner = self.either()?;
                if !self.next_if(&Token::Close) {
                    return Err(part.clone());
                }
                inner
            }
            Token::Word(word) => match word.as_str() {
                "true" | "yes" => Term::Value(Value::Truth(true)),
                "false" | "no" => Term::Value(Value::Truth(false)),
                _ => match self.name(word) {
                    Some(name) => Term::Name(name),
                    None if right && !word.contains('.') => Term::Value(Value::Text(word.clone())),
                    None => return Err(part.clone()),
                },
            },
            Token::Compare(_) | Token::And | Token::Or | Token::Not | Token::Close => {
                return Err(part.clone());
            }
        })
    }

    fn name(&self, word: &str) -> Option<Name> {
        if let Some((host, field)) = word.split_once('.') {
            let (_, host) = self.hosts.iter().find(|(name, _)| *name == host)?;
            return Some(Name::Host(*host, FIELDS.iter().position(|known| *known == field)?));
        }
        NAMES.iter().position(|known| *known == word).map(Name::Run)
    }
}
