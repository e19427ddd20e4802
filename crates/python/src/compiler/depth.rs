//! How deep a source is nested, before it is parsed.
//!
//! Parser and compiler follow the nesting of the source on the Rust stack, and in a browser that stack is small. So the
//! tokens are counted first, generously: a bracket, an operator or a level of indentation can add a level each, and only
//! a comma or the end of the statement takes operators away again.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};

/// Levels that are allowed. CPython stops at 200 brackets and 100 levels of indentation.
const MOST: usize = 400;
/// What a bracket counts: the parser needs more of the stack for it than for an operator.
const BRACKET: usize = 2;
/// Levels of indentation that are allowed, as in CPython.
const MOST_INDENTATION: usize = 100;

/// Where a source is nested too deep: the line, from 1, and what CPython says.
pub(super) fn too_deep(source: &str) -> Option<(u32, &'static str)> {
    let indentation = match indentation(source) {
        Ok(levels) => levels,
        Err(line) => return Some((line, "too many levels of indentation")),
    };
    let mut open = vec![0_usize];
    let mut total = indentation * BRACKET;
    let mut line = 1;
    let mut tokens = lexer::lex(source, Mode::Module);
    loop {
        let kind = tokens.next_token();
        match kind {
            TokenKind::EndOfFile => return None,
            TokenKind::NonLogicalNewline => line += 1,
            TokenKind::Newline => {
                line += 1;
                open.truncate(1);
                open[0] = 0;
                total = indentation * BRACKET;
            }
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace | TokenKind::FStringStart => {
                open.push(0);
                total += BRACKET;
            }
            // The bracket is closed, but what follows it may be one level deeper: `f()()`.
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace | TokenKind::FStringEnd
                if open.len() > 1 =>
            {
                total -= open.pop().expect("a bracket is open") + BRACKET;
                *open.last_mut().expect("the statement itself") += 1;
                total += 1;
            }
            TokenKind::Comma | TokenKind::Semi => {
                total -= std::mem::take(open.last_mut().expect("the statement itself"));
            }
            kind if deepens(kind) => {
                *open.last_mut().expect("the statement itself") += 1;
                total += 1;
            }
            _ => {}
        }
        if total > MOST {
            return Some((line, "too many nested parentheses or operators"));
        }
    }
}

/// Whether a token may put an expression into another.
fn deepens(kind: TokenKind) -> bool {
    kind.is_operator()
        && !matches!(kind, TokenKind::Colon | TokenKind::Comma | TokenKind::Semi | TokenKind::Equal)
        || matches!(
            kind,
            TokenKind::Dot
                | TokenKind::Not
                | TokenKind::And
                | TokenKind::Or
                | TokenKind::Lambda
                | TokenKind::If
                | TokenKind::Else
                | TokenKind::For
                | TokenKind::In
                | TokenKind::Is
                | TokenKind::Yield
                | TokenKind::Await
                | TokenKind::Tilde
                | TokenKind::Exclamation
                | TokenKind::Question
                | TokenKind::Unknown
        )
}

/// The deepest indentation of all lines, whatever they belong to; the line that is too deep.
fn indentation(source: &str) -> Result<usize, u32> {
    let mut widths: Vec<usize> = Vec::new();
    let mut deepest = 0;
    for (number, line) in source.lines().enumerate() {
        let width = line.len() - line.trim_start_matches([' ', '\t', '\u{c}']).len();
        if width == line.len() {
            continue;
        }
        while widths.last().is_some_and(|last| *last >= width) {
            widths.pop();
        }
        if width > 0 {
            widths.push(width);
        }
        deepest = deepest.max(widths.len());
        if deepest > MOST_INDENTATION {
            return Err(number as u32 + 1);
        }
    }
    Ok(deepest)
}
