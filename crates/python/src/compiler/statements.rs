//! Statements.

use super::{Block, Compiler, Home, Label};
use crate::code::{Constant, Instr, Kind};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

/// Modules that `import` knows.
pub(super) const MODULES: &[&str] = &[
    "__future__",
    "_thread",
    "abc",
    "binascii",
    "bisect",
    "collections",
    "contextlib",
    "collections.abc",
    "copy",
    "dataclasses",
    "enum",
    "errno",
    "functools",
    "heapq",
    "io",
    "itertools",
    "json",
    "math",
    "operator",
    "os",
    "queue",
    "random",
    "select",
    "selectors",
    "signal",
    "socket",
    "string",
    "struct",
    "sys",
    "threading",
    "time",
    "traceback",
    "types",
    "typing",
];

/// The documentation string at the head of a body.
pub(super) fn documentation(body: &[Stmt]) -> Option<String> {
    match body.first() {
        Some(Stmt::Expr(statement)) => match statement.value.as_ref() {
            Expr::StringLiteral(literal) => Some(literal.value.to_str().to_owned()),
            _ => None,
        },
        _ => None,
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn statements(&mut self, body: &'a [Stmt]) {
        for statement in body {
            self.statement(statement);
        }
    }

    /// Announces the statement that begins at `node`.
    pub(super) fn line(&mut self, node: &impl Ranged) {
        let position = self.lines.position(node.range());
        self.body().position = position;
        self.emit(Instr::Line(position.line));
    }

    fn statement(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(def) => self.function(def),
            Stmt::ClassDef(def) => self.class(def),
            Stmt::Return(node) => self.return_(node),
            Stmt::Delete(node) => {
                self.line(node);
                node.targets.iter().for_each(|target| self.delete(target));
            }
            Stmt::Assign(node) => {
                self.line(node);
                self.expression(&node.value);
                for (index, target) in node.targets.iter().enumerate() {
                    if index + 1 < node.targets.len() {
                        self.emit(Instr::Dup);
                    }
                    self.store(target);
                }
            }
            Stmt::AugAssign(node) => self.augmented(node),
            Stmt::AnnAssign(node) => {
                let recorded = node.simple && matches!(self.body().kind, Kind::Module | Kind::Class);
                if node.value.is_some() || recorded {
                    self.line(node);
                }
                if let Some(value) = &node.value {
                    self.expression(value);
                    self.store(&node.target);
                }
                if let (true, Expr::Name(target)) = (recorded, node.target.as_ref()) {
                    self.annotation(&node.annotation);
                    self.load_name("__annotations__", target.range());
                    self.load_constant(Constant::Str(target.id.to_string()));
                    self.emit(Instr::StoreSubscript);
                }
            }
            Stmt::For(node) => self.for_(node),
            Stmt::While(node) => self.while_(node),
            Stmt::If(node) => self.if_(node),
            Stmt::With(node) => {
                if node.is_async {
                    return self.refuse(node, "async with", "use a plain with");
                }
                self.line(node);
                self.with(&node.items, &node.body);
            }
            Stmt::Match(node) => self.match_(node),
            Stmt::Raise(node) => {
                self.line(node);
                let operands = [&node.exc, &node.cause];
                operands.iter().filter_map(|operand| operand.as_deref()).for_each(|o| self.expression(o));
                let count = operands.iter().filter(|operand| operand.is_some()).count();
                self.emit_at(node.range(), Instr::Raise(count as u8));
            }
            Stmt::Try(node) => self.try_(node),
            Stmt::Assert(node) => self.assert_(node),
            Stmt::Import(node) => self.import(node),
            Stmt::ImportFrom(node) => self.import_from(node),
            Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::Expr(node) => {
                if !matches!(node.value.as_ref(), Expr::StringLiteral(_) | Expr::EllipsisLiteral(_)) {
                    self.line(node);
                    self.expression(&node.value);
                    self.emit(Instr::Pop);
                }
            }
            Stmt::Pass(node) => self.line(node),
            Stmt::Break(node) => {
                self.line(node);
                self.leave_loop(node.range(), true);
            }
            Stmt::Continue(node) => {
                self.line(node);
                self.leave_loop(node.range(), false);
            }
            Stmt::TypeAlias(node) => self.refuse(node, "type statements", "leave the type out"),
            Stmt::IpyEscapeCommand(node) => self.refuse(node, "IPython commands", ""),
        }
    }

    /// Complains about a construct that the lab leaves out.
    /// The value of an annotation: its text with `from __future__ import annotations`.
    pub(super) fn annotation(&mut self, annotation: &'a Expr) {
        if self.scopes.future_annotations {
            let text = self.lines.source[annotation.range().to_std_range()].to_owned();
            self.load_constant(Constant::Str(text));
        } else {
            self.expression(annotation);
        }
    }

    /// Makes `__annotations__` where the body fills it.
    pub(super) fn begin_annotations(&mut self) {
        let scope = self.body().scope;
        if self.scopes.scopes[scope].annotated {
            self.emit(Instr::BuildDict(0));
            self.store_name("__annotations__");
        }
    }

    pub(super) fn refuse(&mut self, node: &impl Ranged, what: &str, hint: &str) {
        self.error(node.range(), format!("{what}: not supported in the lab"), hint);
    }

    fn return_(&mut self, node: &'a ast::StmtReturn) {
        self.line(node);
        if !matches!(self.body().kind, Kind::Function) {
            return self.error(node.range(), "'return' outside function", "");
        }
        match &node.value {
            Some(value) => self.expression(value),
            None => self.emit(Instr::LoadNone),
        }
        self.unwind(0, true);
        self.emit(Instr::Return);
    }

    /// Undoes the blocks from the innermost down to number `keep`; with `value` one value on top is kept.
    fn unwind(&mut self, keep: usize, value: bool) {
        let mut set_aside = Vec::new();
        while self.body().blocks.len() > keep {
            let block = self.body().blocks.pop().expect("there are more blocks");
            match &block {
                Block::Loop { is_for: true, .. } => {
                    if value {
                        self.emit(Instr::Swap);
                    }
                    self.emit(Instr::Pop);
                }
                Block::Loop { is_for: false, .. } => {}
                Block::Handler => self.emit(Instr::PopBlock),
                Block::Finally(body) => {
                    let body: &'a [Stmt] = body;
                    self.emit(Instr::PopBlock);
                    if value {
                        self.body().blocks.push(Block::Kept);
                    }
                    self.statements(body);
                    if value {
                        self.body().blocks.pop();
                    }
                }
                Block::Except(name) => {
                    self.emit(Instr::PopBlock);
                    if value {
                        self.emit(Instr::Swap);
                    }
                    self.emit(Instr::PopExcept);
                    if let Some(name) = name.clone() {
                        self.forget(&name);
                    }
                }
                Block::With(place) => {
                    let place = *place;
                    self.emit(Instr::PopBlock);
                    if value {
                        self.emit(Instr::Swap);
                    }
                    self.exit_manager(place);
                }
                Block::FinallyBody => {
                    self.emit(Instr::PopBlock);
                    if value {
                        self.emit(Instr::Rot3);
                    }
                    self.emit(Instr::Pop);
                    self.emit(Instr::PopExcept);
                }
                Block::Kept => {
                    if value {
                        self.emit(Instr::Swap);
                    }
                    self.emit(Instr::Pop);
                }
            }
            set_aside.push(block);
        }
        let blocks = &mut self.body().blocks;
        blocks.extend(set_aside.into_iter().rev());
    }

    fn leave_loop(&mut self, place: TextRange, end: bool) {
        let found = self.body().blocks.iter().rposition(|block| matches!(block, Block::Loop { .. }));
        let Some(index) = found else {
            let message = if end { "'break' outside loop" } else { "'continue' not properly in loop" };
            return self.error(place, message, "");
        };
        let Block::Loop { start, end: after, is_for } = &self.body().blocks[index] else { unreachable!() };
        let (start, after, is_for) = (*start, *after, *is_for);
        self.unwind(index + 1, false);
        if end {
            if is_for {
                self.emit(Instr::Pop);
            }
            self.emit(Instr::Jump(after.0));
        } else {
            self.emit(Instr::Jump(start.0));
        }
    }

    fn augmented(&mut self, node: &'a ast::StmtAugAssign) {
        self.line(node);
        let op = super::expressions::binary(node.op);
        match node.target.as_ref() {
            Expr::Name(name) => {
                self.load_name(&name.id, name.range());
                self.expression(&node.value);
                self.emit_at(node.range(), Instr::InPlace(op));
                self.store_name(&name.id);
            }
            Expr::Attribute(attribute) => {
                let name = self.mangled(&attribute.attr);
                let name = self.name(&name);
                self.expression(&attribute.value);
                self.emit(Instr::Dup);
                self.emit_at(attribute.range(), Instr::LoadAttr(name));
                self.expression(&node.value);
                self.emit_at(node.range(), Instr::InPlace(op));
                self.emit(Instr::Swap);
                self.emit_at(attribute.range(), Instr::StoreAttr(name));
            }
            Expr::Subscript(subscript) => {
                self.expression(&subscript.value);
                self.expression(&subscript.slice);
                self.emit(Instr::Dup2);
                self.emit_at(subscript.range(), Instr::Subscript);
                self.expression(&node.value);
                self.emit_at(node.range(), Instr::InPlace(op));
                self.emit(Instr::Rot3);
                self.emit_at(subscript.range(), Instr::StoreSubscript);
            }
            other => self.error(other.range(), "illegal target for augmented assignment", ""),
        }
    }

    fn for_(&mut self, node: &'a ast::StmtFor) {
        if node.is_async {
            return self.refuse(node, "async for", "use a plain for");
        }
        self.line(node);
        let (first, again) = (self.label(), self.label());
        let (end, otherwise) = (self.label(), self.label());
        self.expression(&node.iter);
        self.emit(Instr::GetIter);
        self.place(first);
        self.emit_at(node.iter.range(), Instr::ForIter(otherwise.0));
        self.body().blocks.push(Block::Loop { start: again, end, is_for: true });
        self.store(&node.target);
        self.statements(&node.body);
        self.body().blocks.pop();
        self.place(again);
        self.line(node);
        self.emit(Instr::Jump(first.0));
        self.place(otherwise);
        self.statements(&node.orelse);
        self.place(end);
    }

    fn while_(&mut self, node: &'a ast::StmtWhile) {
        let (start, end, otherwise) = (self.label(), self.label(), self.label());
        self.place(start);
        self.line(node);
        self.condition(&node.test, false, otherwise);
        self.body().blocks.push(Block::Loop { start, end, is_for: false });
        self.statements(&node.body);
        self.body().blocks.pop();
        self.emit(Instr::Jump(start.0));
        self.place(otherwise);
        self.statements(&node.orelse);
        self.place(end);
    }

    fn if_(&mut self, node: &'a ast::StmtIf) {
        let end = self.label();
        self.line(node);
        let mut next = self.label();
        self.condition(&node.test, false, next);
        self.statements(&node.body);
        for clause in &node.elif_else_clauses {
            self.emit(Instr::Jump(end.0));
            self.place(next);
            next = self.label();
            if let Some(test) = &clause.test {
                self.line(test);
                self.condition(test, false, next);
            }
            self.statements(&clause.body);
        }
        self.place(next);
        self.place(end);
    }

    fn assert_(&mut self, node: &'a ast::StmtAssert) {
        self.line(node);
        let end = self.label();
        self.condition(&node.test, true, end);
        self.emit(Instr::LoadAssertionError);
        if let Some(message) = &node.msg {
            self.expression(message);
            self.emit(Instr::Call(1));
        }
        self.emit_at(last_comparison(&node.test).unwrap_or(node.range()), Instr::Raise(1));
        self.place(end);
    }

    fn with(&mut self, items: &'a [ast::WithItem], body: &'a [Stmt]) {
        let Some((item, rest)) = items.split_first() else {
            return self.statements(body);
        };
        if rest.len() >= 20 {
            return self.error(item.range(), "too many statically nested blocks", "");
        }
        let (handler, end) = (self.label(), self.label());
        let place = item.context_expr.range();
        self.expression(&item.context_expr);
        self.emit(Instr::BeforeWith);
        self.emit(Instr::UnpackSequence(2));
        match &item.optional_vars {
            Some(target) => {
                self.emit(Instr::SetupHandlerUnder(handler.0));
                self.body().blocks.push(Block::With(place));
                self.store(target);
            }
            None => {
                self.emit(Instr::Pop);
                self.emit(Instr::SetupHandler(handler.0));
                self.body().blocks.push(Block::With(place));
            }
        }
        self.with(rest, body);
        self.body().blocks.pop();
        self.emit(Instr::PopBlock);
        self.exit_manager(place);
        self.emit(Instr::Jump(end.0));
        self.place(handler);
        // exit, exception
        let (swallow, cleanup) = (self.label(), self.label());
        self.emit(Instr::PushExcInfo);
        self.emit(Instr::SetupHandlerUnder(cleanup.0));
        self.emit_at(place, Instr::WithExceptStart);
        self.emit(Instr::PopBlock);
        self.emit(Instr::PopJumpIfTrue(swallow.0));
        self.emit(Instr::Reraise);
        self.place(cleanup);
        self.emit(Instr::Reraise);
        self.place(swallow);
        // exit, former, exception
        self.emit(Instr::Pop);
        self.emit(Instr::PopExcept);
        self.emit(Instr::Pop);
        self.place(end);
    }

    /// `exit ->`: calls it without an exception.
    fn exit_manager(&mut self, place: TextRange) {
        (0..3).for_each(|_| self.emit(Instr::LoadNone));
        self.emit_at(place, Instr::Call(3));
        self.emit(Instr::Pop);
    }

    fn try_(&mut self, node: &'a ast::StmtTry) {
        if node.is_star {
            return self.refuse(node, "except*", "use except");
        }
        if node.finalbody.is_empty() {
            return self.try_except(node);
        }
        let (handler, cleanup, end) = (self.label(), self.label(), self.label());
        self.emit(Instr::SetupHandler(handler.0));
        self.body().blocks.push(Block::Finally(&node.finalbody));
        if node.handlers.is_empty() {
            self.statements(&node.body);
        } else {
            self.try_except(node);
        }
        self.body().blocks.pop();
        self.emit(Instr::PopBlock);
        self.statements(&node.finalbody);
        self.emit(Instr::Jump(end.0));
        self.place(handler);
        self.emit(Instr::PushExcInfo);
        self.emit(Instr::SetupHandlerUnder(cleanup.0));
        self.body().blocks.push(Block::FinallyBody);
        self.statements(&node.finalbody);
        self.body().blocks.pop();
        self.emit(Instr::PopBlock);
        self.emit(Instr::Reraise);
        self.place(cleanup);
        self.emit(Instr::Reraise);
        self.place(end);
    }

    fn try_except(&mut self, node: &'a ast::StmtTry) {
        let (handler, end) = (self.label(), self.label());
        self.emit(Instr::SetupHandler(handler.0));
        self.body().blocks.push(Block::Handler);
        self.statements(&node.body);
        self.body().blocks.pop();
        self.emit(Instr::PopBlock);
        self.statements(&node.orelse);
        self.emit(Instr::Jump(end.0));
        self.place(handler);
        self.emit(Instr::PushExcInfo);
        for clause in &node.handlers {
            let ast::ExceptHandler::ExceptHandler(clause) = clause;
            self.except_clause(clause, end);
        }
        self.emit(Instr::Reraise);
        self.place(end);
    }

    /// `former, exception` on the stack; jumps to `end` after the clause, falls through when it does not match.
    fn except_clause(&mut self, clause: &'a ast::ExceptHandlerExceptHandler, end: Label) {
        let (next, cleanup, matching) = (self.label(), self.label(), self.label());
        // A failing type expression must restore the former exception too.
        self.line(clause);
        if let Some(kind) = &clause.type_ {
            self.emit(Instr::SetupHandlerUnder(matching.0));
            self.expression(kind);
            self.emit(Instr::ExceptionMatches);
            self.emit(Instr::PopBlock);
            self.emit(Instr::PopJumpIfFalse(next.0));
        }
        let name = clause.name.as_ref().map(|name| name.id.to_string());
        match &name {
            Some(name) => self.store_name(name),
            None => self.emit(Instr::Pop),
        }
        self.emit(Instr::SetupHandler(cleanup.0));
        self.body().blocks.push(Block::Except(name.clone()));
        self.statements(&clause.body);
        self.body().blocks.pop();
        self.emit(Instr::PopBlock);
        self.emit(Instr::PopExcept);
        if let Some(name) = &name {
            self.forget(name);
        }
        self.emit(Instr::Jump(end.0));
        self.place(cleanup);
        if let Some(name) = &name {
            self.forget(name);
        }
        self.emit(Instr::Reraise);
        if clause.type_.is_some() {
            self.place(matching);
            self.emit(Instr::Reraise);
        }
        self.place(next);
    }

    /// Unbinds a name that may be unbound already.
    fn forget(&mut self, name: &str) {
        self.emit(Instr::LoadNone);
        self.store_name(name);
        match self.home(name) {
            Home::Local(slot) => self.emit(Instr::DeleteLocal(slot)),
            Home::Cell(slot) | Home::NameOrCell(_, slot) => self.emit(Instr::DeleteCell(slot)),
            Home::Global(slot) => self.emit(Instr::DeleteGlobal(slot)),
            Home::Name(name, _) => self.emit(Instr::DeleteName(name)),
        }
    }
}

/// What a function's body is made of.
#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    /// A function's body and the annotation of what it returns.
    Statements(&'a [Stmt], Option<&'a Expr>),
    Expression(&'a Expr),
}

/// The comparison whose place CPython gives to what follows a condition (3.11's `compiler_jump_if` sets the place and
/// does not put it back): tracebacks of `assert` point at it.
fn last_comparison(test: &Expr) -> Option<TextRange> {
    match test {
        Expr::Compare(node) => Some(node.range()),
        Expr::UnaryOp(node) if node.op == ast::UnaryOp::Not => last_comparison(&node.operand),
        Expr::BoolOp(node) => node.values.iter().rev().find_map(last_comparison),
        Expr::If(node) => {
            [&node.orelse, &node.body, &node.test].into_iter().find_map(|part| last_comparison(part))
        }
        _ => None,
    }
}
