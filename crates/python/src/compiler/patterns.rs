//! `match` statements.

use super::{Compiler, Label};
use crate::code::{CompareOp, Constant, Instr};
use ruff_python_ast::{self as ast, Pattern};
use ruff_text_size::Ranged;

impl<'a> Compiler<'a> {
    pub(super) fn match_(&mut self, node: &'a ast::StmtMatch) {
        self.line(node);
        let end = self.label();
        self.expression(&node.subject);
        self.body().blocks.push(super::Block::Kept);
        for case in &node.cases {
            let next = self.label();
            self.line(&case.pattern);
            self.emit(Instr::Dup);
            self.pattern(&case.pattern, next);
            if let Some(guard) = &case.guard {
                self.condition(guard, false, next);
            }
            self.statements(&case.body);
            self.emit(Instr::Jump(end.0));
            self.place(next);
        }
        self.body().blocks.pop();
        self.place(end);
        self.emit(Instr::Pop);
    }

    /// `subject ->`; goes to `fail` (without the subject) when it does not match.
    fn pattern(&mut self, pattern: &'a Pattern, fail: Label) {
        match pattern {
            Pattern::MatchValue(node) => {
                self.expression(&node.value);
                self.emit_at(node.range(), Instr::Compare(CompareOp::Eq));
                self.emit(Instr::PopJumpIfFalse(fail.0));
            }
            Pattern::MatchSingleton(node) => {
                self.load_constant(match node.value {
                    ast::Singleton::None => Constant::None,
                    ast::Singleton::True => Constant::Bool(true),
                    ast::Singleton::False => Constant::Bool(false),
                });
                self.emit(Instr::Is(false));
                self.emit(Instr::PopJumpIfFalse(fail.0));
            }
            Pattern::MatchSequence(node) => self.sequence_pattern(node, fail),
            Pattern::MatchMapping(node) => self.mapping_pattern(node, fail),
            Pattern::MatchClass(node) => self.class_pattern(node, fail),
            Pattern::MatchStar(node) => match &node.name {
                Some(name) => self.store_name(name),
                None => self.emit(Instr::Pop),
            },
            Pattern::MatchAs(node) => {
                if let Some(inner) = &node.pattern {
                    let failed = self.label();
                    let passed = self.label();
                    self.emit(Instr::Dup);
                    self.pattern(inner, failed);
                    self.emit(Instr::Jump(passed.0));
                    self.place(failed);
                    self.emit(Instr::Pop);
                    self.emit(Instr::Jump(fail.0));
                    self.place(passed);
                }
                match &node.name {
                    Some(name) => self.store_name(name),
                    None => self.emit(Instr::Pop),
                }
            }
            Pattern::MatchOr(node) => {
                let passed = self.label();
                for alternative in &node.patterns {
                    let next = self.label();
                    self.emit(Instr::Dup);
                    self.pattern(alternative, next);
                    self.emit(Instr::Pop);
                    self.emit(Instr::Jump(passed.0));
                    self.place(next);
                }
                self.emit(Instr::Pop);
                self.emit(Instr::Jump(fail.0));
                self.place(passed);
            }
        }
    }

    /// Matches each of the values that lie on the stack, the first on top.
    fn parts(&mut self, patterns: impl ExactSizeIterator<Item = &'a Pattern>, fail: Label) {
        let count = patterns.len();
        for (index, pattern) in patterns.enumerate() {
            let left = count - index - 1;
            if left == 0 {
                self.pattern(pattern, fail);
                continue;
            }
            let (failed, passed) = (self.label(), self.label());
            self.pattern(pattern, failed);
            self.emit(Instr::Jump(passed.0));
            self.place(failed);
            (0..left).for_each(|_| self.emit(Instr::Pop));
            self.emit(Instr::Jump(fail.0));
            self.place(passed);
        }
    }

    /// Goes to `fail` without the subject if the truth value on top is false.
    fn require(&mut self, extra: usize, fail: Label) {
        let passed = self.label();
        self.emit(Instr::PopJumpIfTrue(passed.0));
        (0..extra).for_each(|_| self.emit(Instr::Pop));
        self.emit(Instr::Jump(fail.0));
        self.place(passed);
    }

    fn sequence_pattern(&mut self, node: &'a ast::PatternMatchSequence, fail: Label) {
        let count = node.patterns.len();
        let star = node.patterns.iter().position(|pattern| matches!(pattern, Pattern::MatchStar(_)));
        self.emit(Instr::MatchSequence);
        self.require(1, fail);
        self.emit(Instr::GetLen);
        let least = count - usize::from(star.is_some());
        self.load_constant(Constant::Int(least as i64));
        self.emit(Instr::Compare(if star.is_some() { CompareOp::Ge } else { CompareOp::Eq }));
        self.require(1, fail);
        match star {
            Some(index) => self.emit(Instr::UnpackStarred(index as u16, (count - index - 1) as u16)),
            None => self.emit(Instr::UnpackSequence(count as u32)),
        }
        self.parts(node.patterns.iter(), fail);
    }

    fn mapping_pattern(&mut self, node: &'a ast::PatternMatchMapping, fail: Label) {
        self.emit(Instr::MatchMapping);
        self.require(1, fail);
        node.keys.iter().for_each(|key| self.expression(key));
        self.emit(Instr::BuildTuple(node.keys.len() as u32));
        self.emit_at(node.range(), Instr::MatchKeys);
        // subject, keys, values
        let passed = self.label();
        self.emit(Instr::Dup);
        self.emit(Instr::LoadNone);
        self.emit(Instr::Is(true));
        self.emit(Instr::PopJumpIfTrue(passed.0));
        (0..3).for_each(|_| self.emit(Instr::Pop));
        self.emit(Instr::Jump(fail.0));
        self.place(passed);
        self.emit(Instr::Rot3);
        // values, subject, keys
        match &node.rest {
            Some(name) => {
                self.emit(Instr::MatchRest);
                self.store_name(name);
            }
            None => {
                self.emit(Instr::Pop);
                self.emit(Instr::Pop);
            }
        }
        self.emit(Instr::UnpackSequence(node.patterns.len() as u32));
        self.parts(node.patterns.iter(), fail);
    }

    fn class_pattern(&mut self, node: &'a ast::PatternMatchClass, fail: Label) {
        let positional = &node.arguments.patterns;
        let keywords = &node.arguments.keywords;
        self.expression(&node.cls);
        let names = keywords.iter().map(|keyword| Constant::Str(keyword.attr.to_string())).collect();
        let names = self.constant(Constant::Tuple(names));
        self.emit(Instr::LoadConst(names));
        self.emit_at(node.range(), Instr::MatchClass(positional.len() as u16));
        let passed = self.label();
        self.emit(Instr::Dup);
        self.emit(Instr::LoadNone);
        self.emit(Instr::Is(true));
        self.emit(Instr::PopJumpIfTrue(passed.0));
        self.emit(Instr::Pop);
        self.emit(Instr::Jump(fail.0));
        self.place(passed);
        let patterns: Vec<&'a Pattern> =
            positional.iter().chain(keywords.iter().map(|keyword| &keyword.pattern)).collect();
        self.emit(Instr::UnpackSequence(patterns.len() as u32));
        self.parts(patterns.into_iter(), fail);
    }
}
