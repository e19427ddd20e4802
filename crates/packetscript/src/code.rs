//! `%{ }%` blocks. packetdrill runs them as Python; scripts use four shapes of statements, and these are what is read here:
//!
//! ```text
//! assert tcpi_snd_cwnd == 10, 'message or value'      comparisons may be chained: 98000 <= tcpi_busy_time <= 110000
//! print(tcpi_lost)                                    or print tcpi_lost
//! n = 3        n = tcpi_unacked
//! n += 1
//! ```
//!
//! Operands are integers, names and sums or differences of them. Statements end at a line's end or a semicolon; a
//! backslash joins lines, `#` begins a comment. Anything else is refused.

use crate::cursor::{Cursor, Parsed};
use crate::error::Problem;

/// A statement and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its line in the script, from 1.
    pub line: u32,
    /// What it does.
    pub kind: StatementKind,
}

/// What a statement does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatementKind {
    /// Fails the script unless each comparison holds: the first sum with the second, the second with the third.
    Assert {
        /// The leftmost sum.
        first: Sum,
        /// The comparisons to its right.
        rest: Vec<(Comparison, Sum)>,
    },
    /// Shows a value.
    Print(Sum),
    /// `name = sum`
    Assign(String, Sum),
    /// `name += sum`
    Increase(String, Sum),
}

/// Terms added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum(pub Vec<Term>);

/// A term and whether it is subtracted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Whether it is taken away.
    pub minus: bool,
    /// What.
    pub operand: Operand,
}

/// A value in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A number.
    Integer(i64),
    /// A variable, a field of `struct tcp_info` or a constant.
    Name(String),
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// Whether it holds between two numbers.
    pub fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

/// The statements of a block whose text begins on `line`.
pub(crate) fn statements(line: u32, text: &str) -> Parsed<Vec<Statement>> {
    let mut all = Vec::new();
    let mut joined = String::new();
    let mut first_line = line;
    for (offset, source) in text.split('\n').enumerate() {
        let code = source.split('#').next().unwrap_or_default().trim();
        if joined.is_empty() {
            first_line = line + offset as u32;
        }
        if let Some(continued) = code.strip_suffix('\\') {
            joined.push_str(continued);
            joined.push(' ');
            continue;
        }
        joined.push_str(code);
        for piece in joined.split(';').map(str::trim).filter(|piece| !piece.is_empty()) {
            all.push(statement(Cursor::at_line(piece, first_line))?);
        }
        joined.clear();
    }
    let rest = joined.trim();
    if !rest.is_empty() {
        all.push(statement(Cursor::at_line(rest, first_line))?);
    }
    Ok(all)
}

fn statement(mut cursor: Cursor<'_>) -> Parsed<Statement> {
    let line = cursor.line();
    let whole = cursor.clone();
    let kind = if cursor.accept_word("assert")? {
        assertion(&mut cursor)?
    } else if cursor.accept_word("print")? {
        let parenthesis = cursor.accept("(")?;
        let value = sum(&mut cursor)?;
        if parenthesis {
            cursor.expect(")")?;
        }
        StatementKind::Print(value)
    } else if let Some(name) = cursor.word()? {
        let name = name.to_owned();
        if cursor.accept("+=")? {
            StatementKind::Increase(name, sum(&mut cursor)?)
        } else if cursor.peek()? == Some('=') && !cursor.clone().accept("==")? {
            cursor.expect("=")?;
            StatementKind::Assign(name, sum(&mut cursor)?)
        } else {
            return refused(whole);
        }
    } else {
        return refused(whole);
    };
    if cursor.at_end()? { Ok(Statement { line, kind }) } else { refused(whole) }
}

fn refused<T>(mut whole: Cursor<'_>) -> Parsed<T> {
    let text = whole.rest_of_line().to_owned();
    whole.error(Problem::Unsupported(format!("the statement `{text}`")))
}

fn assertion(cursor: &mut Cursor<'_>) -> Parsed<StatementKind> {
    let parenthesis = cursor.accept("(")?;
    let first = sum(cursor)?;
    let mut rest = Vec::new();
    while let Some(comparison) = comparison(cursor)? {
        rest.push((comparison, sum(cursor)?));
    }
    if rest.is_empty() {
        return cursor.expected("a comparison");
    }
    if parenthesis {
        cursor.expect(")")?;
    }
    // The message is for a reader of Python's traceback; a failed assertion shows both sides anyway.
    if cursor.accept(",")? {
        cursor.rest_of_line();
    }
    Ok(StatementKind::Assert { first, rest })
}

fn comparison(cursor: &mut Cursor<'_>) -> Parsed<Option<Comparison>> {
    const SIGNS: [(&str, Comparison); 6] = [
        ("==", Comparison::Equal),
        ("!=", Comparison::NotEqual),
        ("<=", Comparison::LessOrEqual),
        (">=", Comparison::GreaterOrEqual),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
    ];
    for (sign, comparison) in SIGNS {
        if cursor.accept(sign)? {
            return Ok(Some(comparison));
        }
    }
    Ok(None)
}

fn sum(cursor: &mut Cursor<'_>) -> Parsed<Sum> {
    let mut terms = vec![Term { minus: false, operand: operand(cursor)? }];
    loop {
        let minus = if cursor.peek()? == Some('-') {
            true
        } else if cursor.peek()? == Some('+') && !cursor.clone().accept("+=")? {
            false
        } else {
            return Ok(Sum(terms));
        };
        cursor.expect(if minus { "-" } else { "+" })?;
        terms.push(Term { minus, operand: operand(cursor)? });
    }
}

fn operand(cursor: &mut Cursor<'_>) -> Parsed<Operand> {
    if let Some(number) = cursor.integer()? {
        return Ok(Operand::Integer(number));
    }
    match cursor.word()? {
        Some(name) => Ok(Operand::Name(name.to_owned())),
        None => cursor.expected("a number or a name"),
    }
}

impl core::fmt::Display for Comparison {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        })
    }
}
