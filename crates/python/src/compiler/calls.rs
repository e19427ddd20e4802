//! Calls and f-strings.

use super::Compiler;
use crate::code::{Constant, Instr};
use ruff_python_ast::{self as ast, Expr, InterpolatedStringElement};
use ruff_text_size::{Ranged, TextRange};

impl<'a> Compiler<'a> {
    pub(super) fn call(&mut self, node: &'a ast::ExprCall) {
        if let Expr::Name(name) = node.func.as_ref()
            && name.id == "super"
            && node.arguments.args.is_empty()
            && node.arguments.keywords.is_empty()
            && self.is_builtin("super")
        {
            return self.bare_super(node);
        }
        if let Expr::Name(name) = node.func.as_ref()
            && matches!(name.id.as_str(), "locals" | "vars" | "dir")
            && node.arguments.is_empty()
            && self.is_builtin(&name.id)
        {
            if name.id != "dir" {
                return self.emit_at(node.range(), Instr::Locals);
            }
            self.load_name("dir", name.range());
            self.emit(Instr::LoadNone);
            self.emit_at(node.range(), Instr::Locals);
            return self.emit_at(node.range(), Instr::Call(2));
        }
        if let Expr::Attribute(attribute) = node.func.as_ref() {
            self.expression(&attribute.value);
            let name = self.mangled(&attribute.attr);
            let name = self.name(&name);
            self.emit_at(attribute.range(), Instr::LoadMethod(name));
            return self.arguments(&node.arguments, 0, node.range(), true);
        }
        if let Expr::Name(name) = node.func.as_ref() {
            self.left_out(&name.id, name.range());
        }
        self.expression(&node.func);
        self.arguments(&node.arguments, 0, node.range(), false);
    }

    /// `super()`: the class comes from the cell, the instance from the first parameter. Where there is no parameter, the
    /// built-in function gets no argument; where there is no class, `...` instead of it.
    pub(super) fn bare_super(&mut self, node: &'a ast::ExprCall) {
        let scope = self.body().scope;
        let known = self.scopes.scopes[scope].names.get("__class__").is_some_and(|info| info.free);
        let receiver = self.scopes.scopes[scope].receiver.clone();
        self.load_name("super", node.func.range());
        let Some(receiver) = receiver else { return self.emit_at(node.range(), Instr::Call(0)) };
        if known {
            self.load_name("__class__", node.func.range());
        } else {
            self.load_constant(Constant::Ellipsis);
        }
        // As it lies in its slot: a cell, or nothing if it was deleted.
        let slot = self.slot(&receiver);
        self.emit(Instr::LoadClosure(slot));
        self.emit_at(node.range(), Instr::Call(2));
    }

    /// Arguments and the call; `given` arguments are on the stack already.
    pub(super) fn arguments(
        &mut self,
        arguments: &'a ast::Arguments,
        given: u16,
        place: TextRange,
        method: bool,
    ) {
        let spread = arguments.args.iter().any(Expr::is_starred_expr)
            || arguments.keywords.iter().any(|keyword| keyword.arg.is_none())
            || arguments.args.len() + arguments.keywords.len() > 1000;
        if spread {
            return self.spread_arguments(arguments, given, place, method);
        }
        arguments.args.iter().for_each(|argument| self.expression(argument));
        arguments.keywords.iter().for_each(|keyword| self.expression(&keyword.value));
        let count = given + (arguments.args.len() + arguments.keywords.len()) as u16;
        if arguments.keywords.is_empty() {
            let instr = if method { Instr::CallMethod(count) } else { Instr::Call(count) };
            return self.emit_at(place, instr);
        }
        let name = |keyword: &ast::Keyword| {
            Constant::Str(keyword.arg.as_ref().map(|name| name.to_string()).unwrap_or_default())
        };
        let names = Constant::Tuple(arguments.keywords.iter().map(name).collect());
        let names = self.constant(names);
        let instr =
            if method { Instr::CallMethodKeywords(count, names) } else { Instr::CallKeywords(count, names) };
        self.emit_at(place, instr);
    }

    pub(super) fn spread_arguments(
        &mut self,
        arguments: &'a ast::Arguments,
        given: u16,
        place: TextRange,
        method: bool,
    ) {
        // function, self, .. -> function, list of positional arguments
        if method {
            self.emit(Instr::MethodToCallable);
        }
        self.emit(Instr::BuildList(u32::from(given)));
        let alone = given == 0 && arguments.args.len() == 1;
        for argument in &arguments.args {
            match argument {
                Expr::Starred(starred) => {
                    self.expression(&starred.value);
                    self.emit_at(place, Instr::ListExtend(alone));
                }
                argument => {
                    self.expression(argument);
                    self.emit(Instr::ListAppend(1));
                }
            }
        }
        self.emit(Instr::ListToTuple);
        if !arguments.keywords.is_empty() {
            self.emit(Instr::BuildDict(0));
            let mut merged = false;
            for keyword in &arguments.keywords {
                match &keyword.arg {
                    // After a mapping, a name that it holds too is refused.
                    Some(name) if merged => {
                        self.emit(Instr::BuildDict(0));
                        self.load_constant(Constant::Str(name.to_string()));
                        self.expression(&keyword.value);
                        self.emit(Instr::MapAdd(1));
                        self.emit_at(place, Instr::DictUpdate(true));
                    }
                    Some(name) => {
                        self.load_constant(Constant::Str(name.to_string()));
                        self.expression(&keyword.value);
                        self.emit(Instr::MapAdd(1));
                    }
                    None => {
                        merged = true;
                        self.expression(&keyword.value);
                        self.emit_at(place, Instr::DictUpdate(true));
                    }
                }
            }
        }
        self.emit_at(place, Instr::CallSpread(!arguments.keywords.is_empty()));
    }

    pub(super) fn f_string(&mut self, node: &'a ast::ExprFString) {
        let mut count = 0;
        for part in node.value.iter() {
            match part {
                ast::FStringPart::Literal(literal) => {
                    self.load_constant(Constant::Str(literal.value.to_string()));
                    count += 1;
                }
                ast::FStringPart::FString(part) => count += self.interpolated(node.range(), &part.elements),
            }
        }
        if count != 1 || !matches!(node.value.as_slice(), [ast::FStringPart::Literal(_)]) {
            self.emit(Instr::BuildString(count));
        }
    }

    /// Pushes the pieces of an f-string, all of which CPython 3.11 places at the whole; gives their number.
    pub(super) fn interpolated(
        &mut self,
        place: TextRange,
        elements: &'a [InterpolatedStringElement],
    ) -> u32 {
        let mut count = 0;
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    self.load_constant(Constant::Str(literal.value.to_string()));
                }
                InterpolatedStringElement::Interpolation(part) => {
                    let mut conversion = match part.conversion {
                        ast::ConversionFlag::None => 0,
                        ast::ConversionFlag::Str => b's',
                        ast::ConversionFlag::Ascii => b'a',
                        ast::ConversionFlag::Repr => b'r',
                    };
                    if part.debug_text.is_some() {
                        let text = self.debug_text(part);
                        self.load_constant(Constant::Str(text));
                        count += 1;
                        if conversion == 0 && part.format_spec.is_none() {
                            conversion = b'r';
                        }
                    }
                    self.expression(&part.expression);
                    if let Some(spec) = &part.format_spec {
                        let pieces = self.interpolated(place, &spec.elements);
                        self.emit(Instr::BuildString(pieces));
                    }
                    self.emit_at(place, Instr::FormatValue(conversion, part.format_spec.is_some()));
                }
            }
            count += 1;
        }
        count
    }

    /// The text of `{expression=}` up to and with the equals sign.
    pub(super) fn debug_text(&self, part: &ast::InterpolatedElement) -> String {
        let source = &self.lines.source[part.range().start().to_usize() + 1..part.range().end().to_usize()];
        let after = part.expression.range().end().to_usize() - part.range().start().to_usize() - 1;
        let rest = &source[after..];
        let sign = rest.find('=').map_or(rest.len(), |at| at + 1);
        let blanks = rest[sign..].len() - rest[sign..].trim_start().len();
        source[..after + sign + blanks].to_owned()
    }
}
