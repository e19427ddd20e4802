//! Expressions, targets of assignments, calls and comprehensions.

use super::{Compiler, Home, Label, Signature, scope::ScopeKind, statements::Content};
use crate::code::{BinaryOp, CompareOp, Constant, Instr, Kind, UnaryOp};
use ruff_python_ast::{self as ast, Expr, Number};
use ruff_text_size::{Ranged, TextRange};

/// The operator's own name.
pub(super) fn binary(op: ast::Operator) -> BinaryOp {
    match op {
        ast::Operator::Add => BinaryOp::Add,
        ast::Operator::Sub => BinaryOp::Sub,
        ast::Operator::Mult => BinaryOp::Mul,
        ast::Operator::MatMult => BinaryOp::MatMul,
        ast::Operator::Div => BinaryOp::Div,
        ast::Operator::Mod => BinaryOp::Mod,
        ast::Operator::Pow => BinaryOp::Pow,
        ast::Operator::LShift => BinaryOp::LShift,
        ast::Operator::RShift => BinaryOp::RShift,
        ast::Operator::BitOr => BinaryOp::Or,
        ast::Operator::BitXor => BinaryOp::Xor,
        ast::Operator::BitAnd => BinaryOp::And,
        ast::Operator::FloorDiv => BinaryOp::FloorDiv,
    }
}

fn comparison(op: ast::CmpOp) -> Instr {
    match op {
        ast::CmpOp::Eq => Instr::Compare(CompareOp::Eq),
        ast::CmpOp::NotEq => Instr::Compare(CompareOp::Ne),
        ast::CmpOp::Lt => Instr::Compare(CompareOp::Lt),
        ast::CmpOp::LtE => Instr::Compare(CompareOp::Le),
        ast::CmpOp::Gt => Instr::Compare(CompareOp::Gt),
        ast::CmpOp::GtE => Instr::Compare(CompareOp::Ge),
        ast::CmpOp::Is => Instr::Is(false),
        ast::CmpOp::IsNot => Instr::Is(true),
        ast::CmpOp::In => Instr::Contains(false),
        ast::CmpOp::NotIn => Instr::Contains(true),
    }
}

/// The constant an expression is, if it is one.
pub(super) fn constant_of(expression: &Expr) -> Option<Constant> {
    Some(match expression {
        Expr::NoneLiteral(_) => Constant::None,
        Expr::BooleanLiteral(node) => Constant::Bool(node.value),
        Expr::EllipsisLiteral(_) => Constant::Ellipsis,
        Expr::NumberLiteral(node) => match &node.value {
            Number::Int(int) => match int.as_i64() {
                Some(value) => Constant::Int(value),
                None => Constant::BigInt(int.to_string()),
            },
            Number::Float(value) => Constant::Float(*value),
            Number::Complex { .. } => return None,
        },
        Expr::StringLiteral(node) => Constant::Str(node.value.to_str().to_owned()),
        Expr::BytesLiteral(node) => Constant::Bytes(node.value.bytes().collect()),
        Expr::Tuple(node) => Constant::Tuple(node.elts.iter().map(constant_of).collect::<Option<_>>()?),
        Expr::UnaryOp(node) if node.op == ast::UnaryOp::USub => match constant_of(&node.operand)? {
            Constant::Int(value) => Constant::Int(value.checked_neg()?),
            Constant::Float(value) => Constant::Float(-value),
            _ => return None,
        },
        _ => return None,
    })
}

impl<'a> Compiler<'a> {
    pub(super) fn expression(&mut self, expression: &'a Expr) {
        if let Some(constant) = constant_of(expression) {
            return self.load_constant(constant);
        }
        match expression {
            Expr::BoolOp(node) => self.bool_op(node),
            Expr::Named(node) => {
                self.expression(&node.value);
                self.emit(Instr::Dup);
                self.store(&node.target);
            }
            Expr::BinOp(node) => {
                if let Some(pieces) = super::percent::pieces(node) {
                    return self.percent(node, pieces);
                }
                self.expression(&node.left);
                self.expression(&node.right);
                self.emit_at(node.range(), Instr::Binary(binary(node.op)));
            }
            Expr::UnaryOp(node) => {
                self.expression(&node.operand);
                let instr = match node.op {
                    ast::UnaryOp::Not => Instr::Not,
                    ast::UnaryOp::USub => Instr::Unary(UnaryOp::Neg),
                    ast::UnaryOp::UAdd => Instr::Unary(UnaryOp::Pos),
                    ast::UnaryOp::Invert => Instr::Unary(UnaryOp::Invert),
                };
                self.emit_at(node.range(), instr);
            }
            Expr::Lambda(node) => self.lambda(node),
            Expr::If(node) => {
                let (otherwise, end) = (self.label(), self.label());
                self.condition(&node.test, false, otherwise);
                self.expression(&node.body);
                self.emit(Instr::Jump(end.0));
                self.place(otherwise);
                self.expression(&node.orelse);
                self.place(end);
            }
            Expr::Dict(node) => self.dict(node),
            Expr::Set(node) => {
                self.sequence(node.range(), &node.elts, Instr::BuildSet, Instr::SetUpdate, Instr::SetAdd(1));
            }
            Expr::List(node) => {
                self.sequence(
                    node.range(),
                    &node.elts,
                    Instr::BuildList,
                    Instr::ListExtend(false),
                    Instr::ListAppend(1),
                );
            }
            Expr::Tuple(node) => {
                if node.elts.iter().any(Expr::is_starred_expr) {
                    self.sequence(
                        node.range(),
                        &node.elts,
                        Instr::BuildList,
                        Instr::ListExtend(false),
                        Instr::ListAppend(1),
                    );
                    self.emit(Instr::ListToTuple);
                } else {
                    self.sequence(
                        node.range(),
                        &node.elts,
                        Instr::BuildTuple,
                        Instr::ListExtend(false),
                        Instr::ListAppend(1),
                    );
                }
            }
            Expr::ListComp(node) => {
                self.comprehension(node.range(), "<listcomp>", &node.generators, Element::List(&node.elt));
            }
            Expr::SetComp(node) => {
                self.comprehension(node.range(), "<setcomp>", &node.generators, Element::Set(&node.elt));
            }
            Expr::DictComp(node) => match &node.key {
                Some(key) => {
                    let element = Element::Dict(key, &node.value);
                    self.comprehension(node.range(), "<dictcomp>", &node.generators, element);
                }
                None => self.refuse(node, "unpacking in a comprehension", "use a loop"),
            },
            Expr::Generator(node) => {
                self.comprehension(node.range(), "<genexpr>", &node.generators, Element::Lazy(&node.elt));
            }
            Expr::Await(node) => self.refuse(node, "await", "use threading, or select"),
            Expr::Yield(node) => {
                self.inside_function(node);
                match &node.value {
                    Some(value) => self.expression(value),
                    None => self.emit(Instr::LoadNone),
                }
                self.emit_at(node.range(), Instr::Yield);
            }
            Expr::YieldFrom(node) => {
                self.inside_function(node);
                self.expression(&node.value);
                self.emit_at(node.range(), Instr::GetYieldFromIter);
                self.emit(Instr::LoadNone);
                let (again, end) = (self.label(), self.label());
                self.place(again);
                self.emit_at(node.range(), Instr::Send(end.0));
                self.emit_at(node.range(), Instr::Yield);
                self.emit(Instr::Jump(again.0));
                self.place(end);
            }
            Expr::Compare(node) => self.compare(node),
            Expr::Call(node) => self.call(node),
            Expr::FString(node) => self.f_string(node),
            Expr::TString(node) => self.refuse(node, "template strings", "use an f-string"),
            Expr::NumberLiteral(node) => self.refuse(node, "complex numbers", "use two floats"),
            Expr::Attribute(node) => {
                self.expression(&node.value);
                let name = self.mangled(&node.attr);
                let name = self.name(&name);
                self.emit_at(node.range(), Instr::LoadAttr(name));
            }
            Expr::Subscript(node) => {
                self.expression(&node.value);
                self.expression(&node.slice);
                self.emit_at(node.range(), Instr::Subscript);
            }
            Expr::Starred(node) => self.error(node.range(), "can't use starred expression here", ""),
            Expr::Name(node) => self.load_name(&node.id, node.range()),
            Expr::Slice(node) => {
                let parts = [&node.lower, &node.upper];
                for part in parts {
                    self.optional(part.as_deref());
                }
                if node.step.is_some() {
                    self.optional(node.step.as_deref());
                }
                self.emit(Instr::BuildSlice(2 + u8::from(node.step.is_some())));
            }
            Expr::IpyEscapeCommand(node) => self.refuse(node, "IPython commands", ""),
            Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_) => unreachable!("constants were loaded above"),
        }
    }

    fn inside_function(&mut self, node: &impl Ranged) {
        if self.body().kind != Kind::Function {
            self.error(node.range(), "'yield' outside function", "");
        }
    }

    fn optional(&mut self, expression: Option<&'a Expr>) {
        match expression {
            Some(expression) => self.expression(expression),
            None => self.emit(Instr::LoadNone),
        }
    }

    fn bool_op(&mut self, node: &'a ast::ExprBoolOp) {
        let end = self.label();
        let (last, first) = node.values.split_last().expect("a boolean operation has operands");
        for value in first {
            self.expression(value);
            self.emit(Instr::Dup);
            self.emit(match node.op {
                ast::BoolOp::And => Instr::PopJumpIfFalse(end.0),
                ast::BoolOp::Or => Instr::PopJumpIfTrue(end.0),
            });
            self.emit(Instr::Pop);
        }
        self.expression(last);
        self.place(end);
    }

    /// Goes to `target` if the test's truth is `wanted`, else falls through.
    pub(super) fn condition(&mut self, test: &'a Expr, wanted: bool, target: Label) {
        match test {
            Expr::BoolOp(node) => {
                let shortcut = node.op == ast::BoolOp::Or;
                let (last, first) = node.values.split_last().expect("a boolean operation has operands");
                let end = self.label();
                let early = if shortcut == wanted { target } else { end };
                first.iter().for_each(|value| self.condition(value, shortcut, early));
                self.condition(last, wanted, target);
                self.place(end);
            }
            Expr::UnaryOp(node) if node.op == ast::UnaryOp::Not => {
                self.condition(&node.operand, !wanted, target);
            }
            _ => {
                self.expression(test);
                let instr =
                    if wanted { Instr::PopJumpIfTrue(target.0) } else { Instr::PopJumpIfFalse(target.0) };
                self.emit_at(test.range(), instr);
            }
        }
    }

    fn compare(&mut self, node: &'a ast::ExprCompare) {
        self.expression(&node.left);
        let count = node.ops.len();
        if count == 1 {
            self.expression(&node.comparators[0]);
            return self.emit_at(node.range(), comparison(node.ops[0]));
        }
        let (cleanup, end) = (self.label(), self.label());
        for (index, (op, operand)) in node.ops.iter().zip(node.comparators.iter()).enumerate() {
            self.expression(operand);
            if index + 1 < count {
                self.emit(Instr::Dup);
                self.emit(Instr::Rot3);
                self.emit_at(node.range(), comparison(*op));
                self.emit(Instr::Dup);
                self.emit(Instr::PopJumpIfFalse(cleanup.0));
                self.emit(Instr::Pop);
            } else {
                self.emit_at(node.range(), comparison(*op));
                self.emit(Instr::Jump(end.0));
            }
        }
        self.place(cleanup);
        self.emit(Instr::Swap);
        self.emit(Instr::Pop);
        self.place(end);
    }

    fn dict(&mut self, node: &'a ast::ExprDict) {
        if node.items.iter().all(|item| item.key.is_some()) && node.items.len() < 1000 {
            for item in &node.items {
                self.expression(item.key.as_ref().expect("checked"));
                self.expression(&item.value);
            }
            return self.emit_at(node.range(), Instr::BuildDict(node.items.len() as u32));
        }
        self.emit(Instr::BuildDict(0));
        for item in &node.items {
            match &item.key {
                Some(key) => {
                    self.expression(key);
                    self.expression(&item.value);
                    self.emit(Instr::MapAdd(1));
                }
                None => {
                    self.expression(&item.value);
                    self.emit_at(node.range(), Instr::DictUpdate(false));
                }
            }
        }
    }

    fn sequence(
        &mut self,
        place: TextRange,
        items: &'a [Expr],
        build: fn(u32) -> Instr,
        extend: Instr,
        append: Instr,
    ) {
        if !items.iter().any(Expr::is_starred_expr) {
            items.iter().for_each(|item| self.expression(item));
            return self.emit_at(place, build(items.len() as u32));
        }
        self.emit(build(0));
        for item in items {
            match item {
                Expr::Starred(starred) => {
                    self.expression(&starred.value);
                    self.emit_at(place, extend);
                }
                item => {
                    self.expression(item);
                    self.emit(append);
                }
            }
        }
    }

    fn lambda(&mut self, node: &'a ast::ExprLambda) {
        match &node.parameters {
            Some(parameters) => {
                self.make_function(node.range(), "<lambda>", parameters, Content::Expression(&node.body));
            }
            None => {
                let number = self.reserve();
                let scope = self.scopes.find(node.range(), ScopeKind::Function);
                let line = self.lines.place(node.range().start()).0;
                self.begin(scope, Kind::Function, "<lambda>");
                let position = self.lines.position(node.body.range());
                self.body().position = position;
                self.expression(&node.body);
                self.emit(Instr::Return);
                let (number, free) = self.end(Signature { number, ..Signature::default() }, line, None);
                self.closure(number, 0, &free);
            }
        }
    }

    fn comprehension(
        &mut self,
        place: TextRange,
        name: &str,
        generators: &'a [ast::Comprehension],
        element: Element<'a>,
    ) {
        if generators.iter().any(|generator| generator.is_async) {
            return self.error(place, "async comprehensions: not supported in the lab", "use a plain one");
        }
        let number = self.reserve();
        let scope = self.scopes.find(place, ScopeKind::Comprehension);
        let mut position = self.lines.position(place);
        let source = self.lines.source.as_bytes();
        let (start, end) = (place.start().to_usize(), place.end().to_usize());
        if matches!(element, Element::Lazy(_))
            && start > 0
            && (source[start - 1], source.get(end)) == (b'(', Some(&b')'))
            && source[start] != b'('
        {
            // A generator that is the only argument: the call's brackets count as its own.
            position.column -= 1;
            position.end_column += 1;
        }
        self.begin(scope, Kind::Comprehension, name);
        self.body().position = position;
        match element {
            Element::List(_) => self.emit(Instr::BuildList(0)),
            Element::Set(_) => self.emit(Instr::BuildSet(0)),
            Element::Dict(..) => self.emit(Instr::BuildDict(0)),
            Element::Lazy(_) => {}
        }
        self.generators(generators, 0, element);
        if matches!(element, Element::Lazy(_)) {
            self.emit(Instr::LoadNone);
        }
        self.emit(Instr::Return);
        let signature = Signature { number, positional: 1, positional_only: 1, ..Signature::default() };
        let (number, free) = self.end(signature, position.line, None);
        self.closure(number, 0, &free);
        self.expression(&generators[0].iter);
        let outer = std::mem::replace(&mut self.body().position, position);
        self.emit(Instr::GetIter);
        self.emit(Instr::Call(1));
        self.body().position = outer;
    }

    fn generators(&mut self, generators: &'a [ast::Comprehension], depth: usize, element: Element<'a>) {
        let Some(generator) = generators.get(depth) else {
            return self.element(element, depth);
        };
        let (start, again, end) = (self.label(), self.label(), self.label());
        if depth == 0 {
            self.emit(Instr::LoadLocal(0));
        } else {
            self.expression(&generator.iter);
            // As in CPython 3.11, the whole comprehension is marked when an iterator fails.
            self.emit(Instr::GetIter);
        }
        self.place(start);
        self.emit(Instr::ForIter(end.0));
        self.store(&generator.target);
        generator.ifs.iter().for_each(|test| self.condition(test, false, again));
        self.generators(generators, depth + 1, element);
        self.place(again);
        self.emit(Instr::Jump(start.0));
        self.place(end);
    }

    fn element(&mut self, element: Element<'a>, depth: usize) {
        let under = 1 + depth as u8;
        match element {
            Element::List(value) => {
                self.expression(value);
                self.emit(Instr::ListAppend(under));
            }
            Element::Set(value) => {
                self.expression(value);
                self.emit(Instr::SetAdd(under));
            }
            Element::Dict(key, value) => {
                self.expression(key);
                self.expression(value);
                self.emit(Instr::MapAdd(under));
            }
            Element::Lazy(value) => {
                self.expression(value);
                self.emit_at(value.range(), Instr::Yield);
                self.emit(Instr::Pop);
            }
        }
    }

    /// Whether a name stands for the built-in of that name, as far as the source shows.
    pub(super) fn is_builtin(&mut self, name: &str) -> bool {
        let bound = self.scopes.scopes[0].names.get(name).is_some_and(|info| info.bound);
        !bound && matches!(self.home(name), Home::Global(_) | Home::Name(..))
    }

    /// A built-in that the lab leaves out is refused with what to use instead.
    pub(super) fn left_out(&mut self, name: &str, place: TextRange) {
        let hint = match name {
            "open" => "the lab has no files; io.StringIO and io.BytesIO are files in memory",
            "eval" | "exec" | "compile" => "write the code itself, or use json.loads for data",
            "complex" => "use two floats",
            "breakpoint" => "use the lab's own breakpoints",
            "help" => "the lab has no help pages",
            "aiter" | "anext" => "use threading, or select",
            "ExceptionGroup" | "BaseExceptionGroup" => "raise one exception",
            _ => return,
        };
        if self.program && self.is_builtin(name) {
            self.error(place, format!("'{name}' is left out of the lab"), hint);
        }
    }

    pub(super) fn load_name(&mut self, name: &str, place: TextRange) {
        let instr = match self.home(name) {
            Home::Local(slot) => Instr::LoadLocal(slot),
            Home::Cell(slot) => Instr::LoadCell(slot),
            Home::Global(slot) => Instr::LoadGlobal(slot),
            Home::Name(name, slot) => Instr::LoadName(self.short(name), slot),
            Home::NameOrCell(name, slot) => Instr::LoadNameOrCell(self.short(name), slot),
        };
        self.emit_at(place, instr);
    }

    fn short(&mut self, name: u32) -> u16 {
        u16::try_from(name).unwrap_or_else(|_| {
            self.error(TextRange::default(), "too many names", "");
            0
        })
    }

    pub(super) fn store_name(&mut self, name: &str) {
        let instr = match self.home(name) {
            Home::Local(slot) => Instr::StoreLocal(slot),
            Home::Cell(slot) => Instr::StoreCell(slot),
            Home::Global(slot) => Instr::StoreGlobal(slot),
            Home::Name(name, _) | Home::NameOrCell(name, _) => Instr::StoreName(name),
        };
        self.emit(instr);
    }

    /// `value ->` into a target.
    pub(super) fn store(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(name) => self.store_name(&name.id),
            Expr::Attribute(node) => {
                self.expression(&node.value);
                let name = self.mangled(&node.attr);
                let name = self.name(&name);
                self.emit_at(node.range(), Instr::StoreAttr(name));
            }
            Expr::Subscript(node) => {
                self.expression(&node.value);
                self.expression(&node.slice);
                self.emit_at(node.range(), Instr::StoreSubscript);
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                let starred = elts.iter().position(Expr::is_starred_expr);
                let instr = match starred {
                    None => Instr::UnpackSequence(elts.len() as u32),
                    Some(index) => Instr::UnpackStarred(index as u16, (elts.len() - index - 1) as u16),
                };
                self.emit_at(target.range(), instr);
                for target in elts {
                    match target {
                        Expr::Starred(starred) => self.store(&starred.value),
                        target => self.store(target),
                    }
                }
            }
            other => self.error(other.range(), "cannot assign to this expression", ""),
        }
    }

    pub(super) fn delete(&mut self, target: &'a Expr) {
        match target {
            Expr::Name(name) => {
                let instr = match self.home(&name.id) {
                    Home::Local(slot) => Instr::DeleteLocal(slot),
                    Home::Cell(slot) | Home::NameOrCell(_, slot) => Instr::DeleteCell(slot),
                    Home::Global(slot) => Instr::DeleteGlobal(slot),
                    Home::Name(name, _) => Instr::DeleteName(name),
                };
                self.emit_at(name.range(), instr);
            }
            Expr::Attribute(node) => {
                self.expression(&node.value);
                let name = self.mangled(&node.attr);
                let name = self.name(&name);
                self.emit_at(node.range(), Instr::DeleteAttr(name));
            }
            Expr::Subscript(node) => {
                self.expression(&node.value);
                self.expression(&node.slice);
                self.emit_at(node.range(), Instr::DeleteSubscript);
            }
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                elts.iter().for_each(|target| self.delete(target));
            }
            other => self.error(other.range(), "cannot delete this expression", ""),
        }
    }
}

/// What a comprehension collects.
#[derive(Clone, Copy)]
enum Element<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Dict(&'a Expr, &'a Expr),
    Lazy(&'a Expr),
}
