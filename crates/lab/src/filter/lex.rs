//! A filter's text as tokens, each with its place.

use super::{Fault, FilterProblem};

/// A token's place: first letter and number of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub column: usize,
    pub length: usize,
}

impl Place {
    /// From here to the end of another place.
    pub fn to(self, end: Place) -> Place {
        Place { column: self.column, length: end.column + end.length - self.column }
    }

    /// A problem here.
    pub fn problem(self, fault: Fault) -> FilterProblem {
        FilterProblem { column: self.column as u32, length: self.length.max(1) as u32, fault }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sign {
    Open,
    Close,
    OpenBrace,
    CloseBrace,
    Comma,
    Range,
    Plus,
    Minus,
    Times,
    Divide,
    Modulo,
    BitAnd,
    Layer,
    Not,
    And,
    Or,
    Equal,
    AllEqual,
    Different,
    AnyDifferent,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
    Matches,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Sign(Sign),
    /// A field, function, keyword or bare value.
    Word(String),
    /// A quoted text; bytes, because escapes can make any.
    Quoted(Vec<u8>),
    /// A letter in single quotes, as a number.
    Letter(u8),
    /// What stands between brackets.
    Slice(String),
    End,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub what: What,
    pub place: Place,
}

/// Signs, longer ones first.
const SIGNS: &[(&str, Sign)] = &[
    ("===", Sign::AllEqual),
    ("!==", Sign::AnyDifferent),
    ("==", Sign::Equal),
    ("!=", Sign::Different),
    ("~=", Sign::AnyDifferent),
    ("<=", Sign::LessOrEqual),
    (">=", Sign::MoreOrEqual),
    ("&&", Sign::And),
    ("||", Sign::Or),
    ("..", Sign::Range),
    ("<", Sign::Less),
    (">", Sign::More),
    ("!", Sign::Not),
    ("~", Sign::Matches),
    ("&", Sign::BitAnd),
    ("(", Sign::Open),
    (")", Sign::Close),
    ("{", Sign::OpenBrace),
    ("}", Sign::CloseBrace),
    (",", Sign::Comma),
    ("+", Sign::Plus),
    ("-", Sign::Minus),
    ("*", Sign::Times),
    ("/", Sign::Divide),
    ("%", Sign::Modulo),
    ("#", Sign::Layer),
];

/// The tokens of a text; the last is always [`What::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, FilterProblem> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        if letter.is_whitespace() {
            at += 1;
            continue;
        }
        let rest = &letters[at..];
        let (what, length) = match letter {
            '"' => quoted(rest, 0).ok_or_else(|| open(at, letters.len()))?,
            'r' | 'R' if rest.get(1) == Some(&'"') => raw(rest).ok_or_else(|| open(at, letters.len()))?,
            '\'' => single(rest).ok_or_else(|| open(at, letters.len()))?,
            '[' => {
                let end = rest.iter().position(|letter| *letter == ']').ok_or_else(|| {
                    Place { column: letters.len(), length: 1 }.problem(Fault::SignMissing(']'))
                })?;
                (What::Slice(rest[1..end].iter().collect()), end + 1)
            }
            _ => sign(rest).unwrap_or_else(|| word(rest)),
        };
        if length == 0 {
            let place = Place { column: at, length: 1 };
            return Err(place.problem(Fault::Unexpected(letter.to_string().into())));
        }
        tokens.push(Token { what, place: Place { column: at, length } });
        at += length;
    }
    tokens.push(Token { what: What::End, place: Place { column: letters.len(), length: 1 } });
    Ok(tokens)
}

fn open(from: usize, end: usize) -> FilterProblem {
    Place { column: from, length: end - from }.problem(Fault::OpenQuote)
}

fn sign(rest: &[char]) -> Option<(What, usize)> {
    let begins = |sign: &str| sign.chars().enumerate().all(|(at, letter)| rest.get(at) == Some(&letter));
    let (text, sign) = SIGNS.iter().find(|(text, _)| begins(text))?;
    Some((What::Sign(sign.clone()), text.len()))
}

/// A word: letters, digits, dots and colons; a slash within an address, a hyphen between pairs of hexadecimal digits.
fn word(rest: &[char]) -> (What, usize) {
    let mut length = 0;
    while let Some(&letter) = rest.get(length) {
        let next = rest.get(length + 1);
        let sofar = &rest[..length];
        let goes_on = match letter {
            '.' => next != Some(&'.'),
            '_' | ':' => true,
            '/' => is_address(sofar) && next.is_some_and(char::is_ascii_digit),
            '-' => is_pairs(sofar) && is_pair(rest.get(length + 1..length + 3)),
            other => other.is_alphanumeric(),
        };
        if !goes_on {
            break;
        }
        length += 1;
    }
    (What::Word(rest[..length].iter().collect()), length)
}

fn is_address(letters: &[char]) -> bool {
    letters.iter().filter(|letter| **letter == '.').count() == 3
        && letters.iter().all(|letter| *letter == '.' || letter.is_ascii_digit())
}

fn is_pair(letters: Option<&[char]>) -> bool {
    letters.is_some_and(|letters| letters.len() == 2 && letters.iter().all(char::is_ascii_hexdigit))
}

fn is_pairs(letters: &[char]) -> bool {
    !letters.is_empty() && letters.split(|letter| *letter == '-').all(|pair| is_pair(Some(pair)))
}

/// From the quote at `start` to the next that no backslash hides.
fn quoted(rest: &[char], start: usize) -> Option<(What, usize)> {
    let mut bytes = Vec::new();
    let mut at = start + 1;
    loop {
        match rest.get(at)? {
            '"' => return Some((What::Quoted(bytes), at + 1)),
            '\\' => at = escape(rest, at + 1, &mut bytes)?,
            letter => {
                push(&mut bytes, *letter);
                at += 1;
            }
        }
    }
}

fn raw(rest: &[char]) -> Option<(What, usize)> {
    let mut bytes = Vec::new();
    let mut at = 2;
    loop {
        let letter = *rest.get(at)?;
        if letter == '"' {
            return Some((What::Quoted(bytes), at + 1));
        }
        push(&mut bytes, letter);
        at += 1;
        // A quote behind a backslash does not end the text; both stay.
        if letter == '\\' && rest.get(at) == Some(&'"') {
            bytes.push(b'"');
            at += 1;
        }
    }
}

fn single(rest: &[char]) -> Option<(What, usize)> {
    let mut bytes = Vec::new();
    let at = match rest.get(1)? {
        '\\' => escape(rest, 2, &mut bytes)?,
        letter => {
            push(&mut bytes, *letter);
            2
        }
    };
    match (bytes.as_slice(), rest.get(at)?) {
        (&[byte], '\'') => Some((What::Letter(byte), at + 1)),
        _ => None,
    }
}

/// What stands behind a backslash, and the place after it.
fn escape(rest: &[char], at: usize, bytes: &mut Vec<u8>) -> Option<usize> {
    let digits = |from: usize, most: usize, base: u32| {
        let number = rest[from.min(rest.len())..].iter().take(most).map_while(|letter| letter.to_digit(base));
        number.fold((0_u32, 0), |(value, count), digit| (value * base + digit, count + 1))
    };
    let letter = *rest.get(at)?;
    let plain = match letter {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        'x' => {
            let (value, count) = digits(at + 1, 2, 16);
            bytes.push(value as u8);
            return (count > 0).then_some(at + 1 + count);
        }
        '0'..='7' => {
            let (value, count) = digits(at, 3, 8);
            bytes.push(value as u8);
            return Some(at + count);
        }
        other => {
            push(bytes, other);
            return Some(at + 1);
        }
    };
    bytes.push(plain);
    Some(at + 1)
}

fn push(bytes: &mut Vec<u8>, letter: char) {
    bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}
