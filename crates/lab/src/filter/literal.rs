//! Values written in a filter. What a word means depends on what it is compared with.

use super::{Fault, Kind, evaluate::Value};
use netlab_wire::Ipv4Addr;
use regex_lite::{Regex, RegexBuilder};

/// A value as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    Bare(String),
    Quoted(Vec<u8>),
    Letter(u8),
    Negative(String),
}

impl Literal {
    /// With a minus before it.
    pub fn negative(self) -> Literal {
        match self {
            Literal::Bare(word) => Literal::Negative(word),
            Literal::Negative(word) => Literal::Bare(word),
            other @ (Literal::Quoted(_) | Literal::Letter(_)) => other,
        }
    }

    fn text(&self) -> String {
        match self {
            Literal::Bare(word) => word.clone(),
            Literal::Negative(word) => format!("-{word}"),
            Literal::Quoted(bytes) => format!("\"{}\"", String::from_utf8_lossy(bytes)),
            Literal::Letter(letter) => format!("'{}'", char::from(*letter)),
        }
    }

    /// What is wrong when it stands where a field is wanted: a word is most likely a field's name.
    pub fn alone(&self) -> Fault {
        match self {
            Literal::Bare(word) if word.starts_with(|letter: char| letter.is_alphabetic()) => {
                Fault::UnknownName(word.as_str().into())
            }
            Literal::Bare(_) | Literal::Quoted(_) | Literal::Letter(_) | Literal::Negative(_) => {
                Fault::OnlyValues
            }
        }
    }

    /// Its value as one of this kind.
    ///
    /// # Errors
    /// It cannot be one.
    pub fn value(&self, kind: Kind) -> Result<Value, Fault> {
        self.read(kind).ok_or_else(|| Fault::BadValue(self.text().into(), kind))
    }

    fn read(&self, kind: Kind) -> Option<Value> {
        match (kind, self) {
            (Kind::Mark, _) => None,
            (Kind::Number, Literal::Bare(word)) => number(word).map(Value::Number),
            (Kind::Number, Literal::Negative(word)) => number(word).map(|number| Value::Number(-number)),
            (Kind::Number, Literal::Letter(letter)) => Some(Value::Number((*letter).into())),
            // In quotes stand names of values, which are left out here.
            (Kind::Number, Literal::Quoted(_)) => None,
            (Kind::Truth, Literal::Bare(word)) => truth(word),
            (Kind::Truth, Literal::Quoted(_) | Literal::Letter(_) | Literal::Negative(_)) => None,
            (Kind::Ipv4, Literal::Bare(word)) => address(word),
            (Kind::Ipv4, Literal::Quoted(_) | Literal::Letter(_) | Literal::Negative(_)) => None,
            (Kind::Mac, Literal::Bare(word)) => {
                pairs(word).filter(|bytes| bytes.len() == 6).map(Value::Bytes)
            }
            (Kind::Mac, Literal::Quoted(_) | Literal::Letter(_) | Literal::Negative(_)) => None,
            (Kind::Text, Literal::Bare(word)) => Some(Value::Text(word.clone())),
            (Kind::Text, Literal::Quoted(bytes)) => {
                Some(Value::Text(String::from_utf8_lossy(bytes).into_owned()))
            }
            (Kind::Text, Literal::Letter(_) | Literal::Negative(_)) => None,
            (Kind::Bytes | Kind::Protocol, Literal::Quoted(bytes)) => Some(Value::Bytes(bytes.clone())),
            (Kind::Bytes | Kind::Protocol, Literal::Letter(letter)) => Some(Value::Bytes(vec![*letter])),
            (Kind::Bytes | Kind::Protocol, Literal::Bare(word)) => {
                let single =
                    || number(word).and_then(|number| u8::try_from(number).ok()).map(|byte| vec![byte]);
                pairs(word).or_else(single).map(Value::Bytes)
            }
            (Kind::Bytes | Kind::Protocol, Literal::Negative(_)) => None,
            (Kind::Time, Literal::Bare(word)) => seconds(word).map(Value::Time),
            (Kind::Time, Literal::Negative(word)) => seconds(word).map(|time| Value::Time(-time)),
            (Kind::Time, Literal::Quoted(_) | Literal::Letter(_)) => None,
        }
    }
}

/// A whole number: decimal, `0x` hexadecimal, `0b` binary, or octal behind a 0.
pub(super) fn number(word: &str) -> Option<i64> {
    let lower = word.to_ascii_lowercase();
    let digits = |digits: &str, base| {
        // `from_str_radix` would also take a sign.
        digits.chars().all(|digit| digit.is_digit(base)).then(|| i64::from_str_radix(digits, base).ok())?
    };
    if let Some(rest) = lower.strip_prefix("0x") {
        digits(rest, 16)
    } else if let Some(rest) = lower.strip_prefix("0b") {
        digits(rest, 2)
    } else if lower.len() > 1 && lower.starts_with('0') {
        digits(&lower[1..], 8)
    } else {
        digits(&lower, 10)
    }
}

fn truth(word: &str) -> Option<Value> {
    match word {
        "True" | "TRUE" => Some(Value::Number(1)),
        "False" | "FALSE" => Some(Value::Number(0)),
        // Any number that is not 0 is true.
        _ => number(word).map(|number| Value::Number((number != 0).into())),
    }
}

/// `10.0.1.2` or, for a network, `10.0.1.0/24`.
fn address(word: &str) -> Option<Value> {
    let (address, length) = match word.split_once('/') {
        None => (word, 32),
        Some((address, length)) => (address, length.parse().ok().filter(|length| *length <= 32)?),
    };
    let address: Ipv4Addr = address.parse().ok()?;
    Some(Value::Address(address.to_bits(), mask(length)))
}

fn mask(length: u32) -> u32 {
    u32::MAX.checked_shl(32 - length).unwrap_or(0)
}

/// Pairs of hexadecimal digits with `:`, `-` or `.` between them, or one pair without a sign before it.
fn pairs(word: &str) -> Option<Vec<u8>> {
    let byte = |pair: &str| {
        let good = (1..=2).contains(&pair.len()) && pair.chars().all(|digit| digit.is_ascii_hexdigit());
        good.then(|| u8::from_str_radix(pair, 16).ok())?
    };
    let between = word.chars().find(|letter| matches!(letter, ':' | '-' | '.'));
    match between {
        Some(between) => {
            // A colon may also stand behind the last pair.
            let word = word.strip_suffix(':').unwrap_or(word);
            word.split(between).map(byte).collect()
        }
        None if word.len() >= 2 && word.len().is_multiple_of(2) && word.is_ascii() => {
            word.as_bytes().chunks(2).map(|pair| byte(std::str::from_utf8(pair).ok()?)).collect()
        }
        None => None,
    }
}

/// Seconds with at most nine decimals, as nanoseconds.
fn seconds(word: &str) -> Option<i64> {
    let (whole, rest) = word.split_once('.').unwrap_or((word, ""));
    let good = |digits: &str| digits.chars().all(|digit| digit.is_ascii_digit());
    if (whole.is_empty() && rest.is_empty()) || !good(whole) || !good(rest) || rest.len() > 9 {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let rest: i64 = format!("{rest:0<9}").parse().ok()?;
    whole.checked_mul(1_000_000_000)?.checked_add(rest)
}

/// A regular expression over bytes, each a letter of its own; upper and lower case are the same.
pub(super) fn pattern(bytes: &[u8]) -> Option<Regex> {
    RegexBuilder::new(&letters(bytes)).case_insensitive(true).build().ok()
}

/// Bytes as letters, one each.
pub(super) fn letters(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}
