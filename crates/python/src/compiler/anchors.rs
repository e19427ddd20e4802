//! Which part of a failing expression a traceback points at: the operator of `a + b`, the brackets of `a[b]`.
//!
//! CPython 3.11 parses the failing piece of the line again when it prints a traceback; here the places are found once,
//! while the source is compiled, so that the machine needs no parser.

use super::{Lines, percent};
use crate::code::Position;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextSize};
use std::collections::BTreeMap;

/// First column and the one after the last, by the place of the whole expression.
#[derive(Debug, Default)]
pub(super) struct Anchors(BTreeMap<(u32, u16, u16), (u16, u16)>);

impl Anchors {
    /// The anchors of all operations of a file that stand on one line each.
    pub(super) fn build(lines: &Lines, body: &[Stmt]) -> Anchors {
        let mut finder = Finder { lines, found: Anchors::default() };
        finder.visit_body(body);
        finder.found
    }

    /// The anchor of the expression at `position`.
    pub(super) fn find(&self, position: Position) -> Option<(u16, u16)> {
        if position.line != position.end_line {
            return None;
        }
        self.0.get(&(position.line, position.column, position.end_column)).copied()
    }
}

struct Finder<'a> {
    lines: &'a Lines,
    found: Anchors,
}

impl Finder<'_> {
    fn add(&mut self, node: &impl Ranged, left: usize, right: usize) {
        let position = self.lines.position(node.range());
        if position.line != position.end_line {
            return;
        }
        let column = |offset: usize| self.lines.place(TextSize::new(offset as u32)).1 as u16;
        let anchor = (column(left), column(right));
        self.found.0.insert((position.line, position.column, position.end_column), anchor);
    }

    /// The operator, as `extract_anchors_from_expr` looks for it: past a bracket that closes the left operand, and two
    /// characters wide unless a blank or the right operand follows.
    fn operator(&mut self, node: &ast::ExprBinOp) {
        let source = self.lines.source.as_bytes();
        let (first, end) = (node.left.range().end().to_usize(), node.right.range().start().to_usize());
        let blank = |at: usize| matches!(source[at], b' ' | b'\t' | b'\x0c');
        let mut found = None;
        for at in (first..end).filter(|at| !blank(*at)) {
            let wide = at + 1 < end && !blank(at + 1);
            found = Some((at, at + 1 + usize::from(wide)));
            if !(at + 1 < end && source[at] == b')') {
                break;
            }
        }
        if let Some((left, right)) = found {
            self.add(node, left, right);
        }
    }
}

impl<'a> Visitor<'a> for Finder<'_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::BinOp(node) if percent::pieces(node).is_none() => self.operator(node),
            Expr::Subscript(node) => {
                let end = node.value.range().end().to_usize();
                let bracket = self.lines.source[end..].find('[').map_or(end, |at| end + at);
                self.add(node, bracket, node.range().end().to_usize());
            }
            _ => {}
        }
        visitor::walk_expr(self, expression);
    }
}
