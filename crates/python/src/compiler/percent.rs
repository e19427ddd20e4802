//! `'a %s' % (b,)` written as an f-string, which is what CPython makes of it (`optimize_format`).

use super::Compiler;
use super::expressions::constant_of;
use crate::code::{Constant, Instr};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

/// Digits of a width or a precision that CPython no longer takes.
const MOST_DIGITS: usize = 3;

/// A piece of the text.
pub(super) enum Piece<'a> {
    /// Letter for letter.
    Literal(String),
    /// An operand, the conversion's letter, and how it is formatted.
    Operand(&'a Expr, u8, String),
}

/// The pieces, if the left side is a literal, the right side a tuple and only `%s`, `%r`, `%a` are asked for.
pub(super) fn pieces(node: &ast::ExprBinOp) -> Option<Vec<Piece<'_>>> {
    let (ast::Operator::Mod, Expr::StringLiteral(format), Expr::Tuple(operands)) =
        (node.op, node.left.as_ref(), node.right.as_ref())
    else {
        return None;
    };
    if operands.elts.iter().any(Expr::is_starred_expr) || operands.elts.iter().all(is_constant) {
        return None;
    }
    let format: Vec<char> = format.value.to_str().chars().collect();
    let mut operands = operands.elts.iter();
    let (mut pieces, mut literal, mut at) = (Vec::new(), String::new(), 0);
    while let Some(c) = format.get(at) {
        at += 1;
        if *c != '%' {
            literal.push(*c);
        } else if format.get(at) == Some(&'%') {
            at += 1;
            literal.push('%');
        } else {
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            let (conversion, spec) = specification(&format, &mut at)?;
            pieces.push(Piece::Operand(operands.next()?, conversion, spec));
        }
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    operands.next().is_none().then_some(pieces)
}

/// What follows a `%`: the letter, and the same as a format specification.
fn specification(format: &[char], at: &mut usize) -> Option<(u8, String)> {
    let mut left = false;
    while let Some(flag @ ('-' | '+' | ' ' | '#' | '0')) = format.get(*at) {
        left |= *flag == '-';
        *at += 1;
    }
    let width = digits(format, at)?;
    let precision = if format.get(*at) == Some(&'.') {
        *at += 1;
        Some(digits(format, at)?.unwrap_or(0))
    } else {
        None
    };
    let conversion = match format.get(*at)? {
        's' => b's',
        'r' => b'r',
        'a' => b'a',
        _ => return None,
    };
    *at += 1;
    let mut spec = String::new();
    if !left && width.is_some_and(|width| width > 0) {
        spec.push('>');
    }
    spec.extend(width.map(|width| width.to_string()));
    spec.extend(precision.map(|precision| format!(".{precision}")));
    Some((conversion, spec))
}

/// A number, if there is one; nothing at all if it is too long.
#[allow(clippy::option_option)]
fn digits(format: &[char], at: &mut usize) -> Option<Option<u32>> {
    let mut number = None;
    let first = *at;
    while let Some(digit) = format.get(*at).and_then(|c| c.to_digit(10)) {
        number = Some(number.unwrap_or(0) * 10 + digit);
        *at += 1;
        if *at - first >= MOST_DIGITS {
            return None;
        }
    }
    Some(number)
}

/// Whether CPython folds the expression: such a tuple is a constant, and its formatting is left to the run.
fn is_constant(expression: &Expr) -> bool {
    match expression {
        Expr::UnaryOp(node) => is_constant(&node.operand),
        // Powers of more than 128 bits stay (`safe_power`).
        Expr::BinOp(node) if node.op == ast::Operator::Pow => {
            let small = |side: &Expr| match constant_of(side) {
                Some(Constant::Int(value)) => u32::try_from(value).ok(),
                _ => None,
            };
            match (small(&node.left), small(&node.right)) {
                (Some(base), Some(power)) => u64::from(power) * u64::from(32 - base.leading_zeros()) <= 128,
                _ => false,
            }
        }
        Expr::BinOp(node) => is_constant(&node.left) && is_constant(&node.right),
        Expr::Tuple(node) => node.elts.iter().all(is_constant),
        other => constant_of(other).is_some(),
    }
}

impl<'a> Compiler<'a> {
    /// Writes the pieces as those of an f-string.
    pub(super) fn percent(&mut self, node: &ast::ExprBinOp, pieces: Vec<Piece<'a>>) {
        let count = pieces.len() as u32;
        for piece in pieces {
            match piece {
                Piece::Literal(text) => self.load_constant(Constant::Str(text)),
                Piece::Operand(value, conversion, spec) => {
                    self.expression(value);
                    if !spec.is_empty() {
                        self.load_constant(Constant::Str(spec.clone()));
                    }
                    self.emit_at(value.range(), Instr::FormatValue(conversion, !spec.is_empty()));
                }
            }
        }
        self.emit_at(node.range(), Instr::BuildString(count));
    }
}
