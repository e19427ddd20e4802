//! Imports, functions and classes.

use super::statements::{Content, MODULES, documentation};
use super::{Compiler, Signature, range};
use crate::code::{Constant, Instr, Kind};
use ruff_python_ast::{self as ast, Parameters};
use ruff_text_size::{Ranged, TextRange};

impl<'a> Compiler<'a> {
    pub(super) fn known_module(&mut self, name: &str, place: TextRange) {
        if MODULES.contains(&name) || !self.program {
            return;
        }
        let root = name.split('.').next().unwrap_or_default();
        let hint = match root {
            "asyncio" | "trio" | "anyio" => "use threading, or one thread with select or selectors",
            "ssl" => "the lab has no TLS; use the plain socket",
            "http" | "urllib" | "requests" | "socketserver" | "ftplib" | "smtplib" => "write it on socket",
            "multiprocessing" | "subprocess" | "concurrent" => {
                "use threading, or start a second process in the lab"
            }
            "datetime" => "use time",
            "logging" => "use print",
            "argparse" => "use sys.argv",
            "pathlib" | "shutil" | "tempfile" => "the lab has no files",
            _ => {
                "the lab knows socket, select, selectors, struct, time, json, threading, os, sys and some more"
            }
        };
        self.error(place, format!("No module named '{name}' in the lab"), hint);
    }

    pub(super) fn import(&mut self, node: &'a ast::StmtImport) {
        self.line(node);
        for alias in &node.names {
            self.known_module(&alias.name, alias.range());
            let name = self.name(&alias.name);
            self.emit(Instr::Import(name));
            match &alias.asname {
                Some(target) => self.store_name(target),
                None => {
                    let root = alias.name.split('.').next().unwrap_or_default().to_owned();
                    if root != alias.name.as_str() {
                        self.emit(Instr::Pop);
                        let name = self.name(&root);
                        self.emit(Instr::Import(name));
                    }
                    self.store_name(&root);
                }
            }
        }
    }

    pub(super) fn import_from(&mut self, node: &'a ast::StmtImportFrom) {
        self.line(node);
        let module = node.module.as_ref().map(|name| name.to_string()).unwrap_or_default();
        if node.level > 0 {
            return self.refuse(node, "relative imports", "a program is one file");
        }
        if module == "__future__" {
            return;
        }
        self.known_module(&module, node.range());
        let name = self.name(&module);
        self.emit(Instr::Import(name));
        for alias in &node.names {
            if alias.name.as_str() == "*" {
                if self.body().kind != Kind::Module {
                    self.error(alias.range(), "import * only allowed at module level", "");
                }
                self.emit_at(node.range(), Instr::ImportStar);
                continue;
            }
            let name = self.name(&alias.name);
            self.emit_at(node.range(), Instr::ImportFrom(name));
            self.store_name(alias.asname.as_ref().unwrap_or(&alias.name));
        }
        self.emit(Instr::Pop);
    }

    pub(super) fn function(&mut self, def: &'a ast::StmtFunctionDef) {
        if def.is_async {
            return self.refuse(def, "async def", "use threading, or select");
        }
        if def.type_params.is_some() {
            return self.refuse(def, "type parameters", "leave them out");
        }
        self.line(&def.name);
        def.decorator_list.iter().for_each(|decorator| self.expression(&decorator.expression));
        let parameters = &def.parameters;
        let content = Content::Statements(&def.body, def.returns.as_deref());
        self.make_function(range(def), &def.name, parameters, content);
        for decorator in def.decorator_list.iter().rev() {
            self.emit_at(decorator.expression.range(), Instr::Call(1));
        }
        self.store_name(&def.name);
    }

    /// Compiles a body and leaves the function on the stack.
    pub(super) fn make_function(
        &mut self,
        place: TextRange,
        name: &str,
        parameters: &'a Parameters,
        content: Content<'a>,
    ) {
        let mut flags = 0;
        let positional = || parameters.posonlyargs.iter().chain(parameters.args.iter());
        let defaults: Vec<_> = positional().filter_map(|parameter| parameter.default.as_deref()).collect();
        if !defaults.is_empty() {
            flags |= 1;
            defaults.iter().for_each(|default| self.expression(default));
            self.emit(Instr::BuildTuple(defaults.len() as u32));
        }
        let keyword: Vec<_> = parameters.kwonlyargs.iter().filter(|p| p.default.is_some()).collect();
        if !keyword.is_empty() {
            flags |= 2;
            for parameter in &keyword {
                self.load_constant(Constant::Str(parameter.parameter.name.to_string()));
                self.expression(parameter.default.as_deref().expect("filtered"));
            }
            self.emit(Instr::BuildDict(keyword.len() as u32));
        }
        if let Content::Statements(_, returns) = content {
            flags |= self.annotations(parameters, returns);
        }
        let signature = Signature {
            number: self.reserve(),
            positional_only: parameters.posonlyargs.len() as u16,
            positional: positional().count() as u16,
            keyword_only: parameters.kwonlyargs.len() as u16,
            var_positional: parameters.vararg.is_some(),
            var_keyword: parameters.kwarg.is_some(),
        };
        let scope = self.scopes.find(place, super::ScopeKind::Function);
        let line = self.lines.place(place.start()).0;
        self.begin(scope, Kind::Function, name);
        let documentation = match content {
            Content::Statements(body, _) => {
                self.statements(body);
                self.emit(Instr::LoadNone);
                documentation(body)
            }
            Content::Expression(body) => {
                let position = self.lines.position(body.range());
                self.body().position = position;
                self.expression(body);
                None
            }
        };
        self.emit(Instr::Return);
        let (number, free) = self.end(signature, line, documentation);
        self.closure(number, flags, &free);
    }

    /// Pushes the dict of a function's annotations, if it has any; gives the flag for it.
    fn annotations(&mut self, parameters: &'a Parameters, returns: Option<&'a ast::Expr>) -> u8 {
        let named = parameters.posonlyargs.iter().chain(&parameters.args).map(|p| &p.parameter);
        let named = named.chain(parameters.vararg.as_deref());
        let named = named.chain(parameters.kwonlyargs.iter().map(|p| &p.parameter));
        let named = named.chain(parameters.kwarg.as_deref());
        let mut count = 0;
        let all = named.filter_map(|p| p.annotation.as_deref().map(|a| (p.name.as_str(), a)));
        for (name, annotation) in all.chain(returns.map(|returns| ("return", returns))) {
            let name = if name == "return" { name.to_owned() } else { self.mangled(name) };
            self.load_constant(Constant::Str(name));
            self.annotation(annotation);
            count += 1;
        }
        if count == 0 {
            return 0;
        }
        self.emit(Instr::BuildDict(count));
        8
    }

    /// Pushes the closure's cells and makes the function.
    pub(super) fn closure(&mut self, number: u32, mut flags: u8, free: &[String]) {
        if !free.is_empty() {
            flags |= 4;
            for name in free {
                let slot = self.slot(name);
                self.emit(Instr::LoadClosure(slot));
            }
            self.emit(Instr::BuildTuple(free.len() as u32));
        }
        self.emit(Instr::MakeFunction(number, flags));
    }

    pub(super) fn class(&mut self, def: &'a ast::StmtClassDef) {
        if def.type_params.is_some() {
            return self.refuse(def, "type parameters", "leave them out");
        }
        self.line(&def.name);
        def.decorator_list.iter().for_each(|decorator| self.expression(&decorator.expression));
        self.emit(Instr::LoadBuildClass);
        let scope = self.scopes.find(def.range(), super::ScopeKind::Class);
        let number = self.reserve();
        let line = self.lines.place(def.range().start()).0;
        self.begin(scope, Kind::Class, &def.name);
        self.line(&def.name);
        let has_cell = self.scopes.scopes[scope].names.get("__class__").is_some_and(|i| i.cell && !i.free);
        let text = documentation(&def.body);
        if let Some(text) = &text {
            self.load_constant(Constant::Str(text.clone()));
            let name = self.name("__doc__");
            self.emit(Instr::StoreName(name));
        }
        self.begin_annotations();
        self.statements(&def.body);
        if has_cell {
            let slot = self.slot("__class__");
            self.emit(Instr::LoadClosure(slot));
        } else {
            self.emit(Instr::LoadNone);
        }
        self.emit(Instr::Return);
        let (number, free) = self.end(Signature { number, ..Signature::default() }, line, text);
        self.closure(number, 0, &free);
        self.load_constant(Constant::Str(def.name.to_string()));
        match &def.arguments {
            Some(arguments) => self.arguments(arguments, 2, def.range(), false),
            None => self.emit_at(def.range(), Instr::Call(2)),
        }
        for decorator in def.decorator_list.iter().rev() {
            self.emit_at(decorator.expression.range(), Instr::Call(1));
        }
        self.store_name(&def.name);
    }
}
