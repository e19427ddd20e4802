//! Which names a body binds and uses, and where each of them lives.

use indexmap::IndexMap;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, Parameters, Pattern, Stmt};
use ruff_text_size::{Ranged, TextRange};
use std::collections::BTreeMap;

/// What a scope belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ScopeKind {
    Module,
    Function,
    Class,
    Comprehension,
}

/// What is known of a name in one scope.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Name {
    pub(super) bound: bool,
    pub(super) parameter: bool,
    pub(super) global: bool,
    pub(super) nonlocal: bool,
    /// An inner scope uses it: it lives in a cell.
    pub(super) cell: bool,
    /// It comes from an outer function's cell.
    pub(super) free: bool,
}

/// One scope.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    pub(super) parent: Option<usize>,
    pub(super) names: IndexMap<String, Name>,
    pub(super) generator: bool,
    /// Whether it is a module or class body that annotates names.
    pub(super) annotated: bool,
    /// The first positional parameter, which `super()` takes for the object.
    pub(super) receiver: Option<String>,
    /// Where names are declared `nonlocal`.
    nonlocals: Vec<(String, TextRange)>,
    /// The innermost class around it, for names that begin with two underscores.
    pub(super) class: Option<String>,
}

/// All scopes of a file.
#[derive(Debug)]
pub(super) struct Scopes {
    pub(super) scopes: Vec<Scope>,
    /// Scopes by the place and kind of what they belong to.
    places: BTreeMap<(u32, u32, ScopeKind), usize>,
    /// Complaints: where and what.
    pub(super) complaints: Vec<(TextRange, String)>,
    /// Whether annotations are kept as their text.
    pub(super) future_annotations: bool,
}

/// `__name` inside a class is `_Class__name`.
pub(super) fn mangle(class: Option<&str>, name: &str) -> String {
    match class {
        Some(class) if name.starts_with("__") && !name.ends_with("__") && !name.contains('.') => {
            format!("_{}{}", class.trim_start_matches('_'), name)
        }
        _ => name.to_owned(),
    }
}

impl Scopes {
    pub(super) fn build(body: &[Stmt]) -> Scopes {
        let module = Scope {
            kind: ScopeKind::Module,
            parent: None,
            names: IndexMap::new(),
            generator: false,
            annotated: false,
            receiver: None,
            nonlocals: Vec::new(),
            class: None,
        };
        let mut builder = Builder {
            scopes: Scopes {
                scopes: vec![module],
                places: BTreeMap::new(),
                complaints: Vec::new(),
                future_annotations: body.iter().any(asks_for_text),
            },
            current: 0,
        };
        builder.visit_body(body);
        let mut scopes = builder.scopes;
        scopes.resolve();
        scopes
    }

    pub(super) fn find(&self, range: TextRange, kind: ScopeKind) -> usize {
        self.places[&(range.start().to_u32(), range.end().to_u32(), kind)]
    }

    /// Finds the homes of all names: inner scopes first found, cells and free names marked on the way.
    fn resolve(&mut self) {
        for index in 0..self.scopes.len() {
            let names: Vec<(String, Name)> =
                self.scopes[index].names.iter().map(|(name, info)| (name.clone(), *info)).collect();
            for (name, info) in names {
                let local = info.bound && !info.nonlocal && self.scopes[index].kind != ScopeKind::Module;
                if info.global || local || index == 0 {
                    continue;
                }
                let found = self.link(index, &name);
                if !found && info.nonlocal {
                    let places = &self.scopes[index].nonlocals;
                    let place = places.iter().find(|(declared, _)| *declared == name);
                    let place = place.map_or_else(TextRange::default, |(_, place)| *place);
                    self.complaints.push((place, format!("no binding for nonlocal '{name}' found")));
                }
            }
        }
    }

    /// Looks for a function around scope `index` that binds `name`; marks the cell and the free names between.
    fn link(&mut self, index: usize, name: &str) -> bool {
        let mut path = vec![index];
        let mut at = self.scopes[index].parent;
        while let Some(outer) = at {
            let scope = &self.scopes[outer];
            let holds = match scope.kind {
                ScopeKind::Module => return false,
                ScopeKind::Class => name == "__class__",
                ScopeKind::Function | ScopeKind::Comprehension => true,
            };
            if holds {
                if let Some(info) = scope.names.get(name) {
                    if info.global {
                        return false;
                    }
                    if info.bound && !info.nonlocal {
                        break;
                    }
                }
                if scope.kind == ScopeKind::Class {
                    break;
                }
            }
            path.push(outer);
            at = scope.parent;
        }
        let Some(home) = at else { return false };
        let info = self.scopes[home].names.entry(name.to_owned()).or_default();
        info.cell = true;
        for inner in path {
            self.scopes[inner].names.entry(name.to_owned()).or_default().free = true;
        }
        true
    }
}

/// `from __future__ import annotations`
fn asks_for_text(statement: &Stmt) -> bool {
    let Stmt::ImportFrom(import) = statement else { return false };
    import.module.as_ref().is_some_and(|module| module.as_str() == "__future__")
        && import.names.iter().any(|alias| alias.name.as_str() == "annotations")
}

struct Builder {
    scopes: Scopes,
    current: usize,
}

impl Builder {
    fn scope(&mut self) -> &mut Scope {
        &mut self.scopes.scopes[self.current]
    }

    fn info(&mut self, name: &str) -> &mut Name {
        let name = mangle(self.scope().class.as_deref(), name);
        self.scope().names.entry(name).or_default()
    }

    fn bind(&mut self, name: &str) {
        self.info(name).bound = true;
    }

    fn inside(
        &mut self,
        range: TextRange,
        kind: ScopeKind,
        class: Option<String>,
        walk: impl FnOnce(&mut Self),
    ) {
        let class = class.or_else(|| self.scope().class.clone());
        let index = self.scopes.scopes.len();
        self.scopes.scopes.push(Scope {
            kind,
            parent: Some(self.current),
            names: IndexMap::new(),
            generator: false,
            annotated: false,
            receiver: None,
            nonlocals: Vec::new(),
            class,
        });
        self.scopes.places.insert((range.start().to_u32(), range.end().to_u32(), kind), index);
        let outer = std::mem::replace(&mut self.current, index);
        walk(self);
        self.current = outer;
    }

    fn parameter(&mut self, name: &str) {
        let info = self.info(name);
        info.bound = true;
        info.parameter = true;
    }

    fn parameters(&mut self, parameters: &Parameters) {
        for parameter in parameters.posonlyargs.iter().chain(parameters.args.iter()) {
            self.parameter(&parameter.parameter.name);
            let name = mangle(self.scope().class.as_deref(), &parameter.parameter.name);
            self.scope().receiver.get_or_insert(name);
        }
        for parameter in &parameters.kwonlyargs {
            self.parameter(&parameter.parameter.name);
        }
        if let Some(parameter) = &parameters.vararg {
            self.parameter(&parameter.name);
        }
        if let Some(parameter) = &parameters.kwarg {
            self.parameter(&parameter.name);
        }
    }

    fn annotations(&mut self, def: &ast::StmtFunctionDef) {
        let parameters = &def.parameters;
        let named = parameters.iter_non_variadic_params().map(|p| &p.parameter);
        let named = named.chain(parameters.vararg.as_deref()).chain(parameters.kwarg.as_deref());
        for annotation in named.filter_map(|p| p.annotation.as_deref()).chain(def.returns.as_deref()) {
            if !self.scopes.future_annotations {
                self.visit_expr(annotation);
            }
        }
    }

    fn defaults(&mut self, parameters: &Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = &parameter.default {
                self.visit_expr(default);
            }
        }
    }

    fn comprehension(
        &mut self,
        range: TextRange,
        generators: &[ast::Comprehension],
        elements: &[&Expr],
        lazy: bool,
    ) {
        self.visit_expr(&generators[0].iter);
        self.inside(range, ScopeKind::Comprehension, None, |this| {
            this.parameter(".0");
            this.scope().receiver = Some(".0".to_owned());
            this.scope().generator = lazy;
            for (index, generator) in generators.iter().enumerate() {
                if index > 0 {
                    this.visit_expr(&generator.iter);
                }
                this.visit_expr(&generator.target);
                generator.ifs.iter().for_each(|test| this.visit_expr(test));
            }
            elements.iter().for_each(|element| this.visit_expr(element));
        });
    }

    /// `:=` inside a comprehension binds in the function around it.
    fn bind_walrus(&mut self, name: &str) {
        let start = self.current;
        let mut at = start;
        while self.scopes.scopes[at].kind == ScopeKind::Comprehension {
            let parent = self.scopes.scopes[at].parent.expect("a comprehension lies inside a scope");
            let outer_is_module = {
                let mut up = parent;
                while self.scopes.scopes[up].kind == ScopeKind::Comprehension {
                    up = self.scopes.scopes[up].parent.expect("a comprehension lies inside a scope");
                }
                self.scopes.scopes[up].kind == ScopeKind::Module
            };
            let info = self.scopes.scopes[at].names.entry(name.to_owned()).or_default();
            info.bound = true;
            if outer_is_module {
                info.global = true;
            } else {
                info.nonlocal = true;
            }
            at = parent;
        }
        self.current = at;
        let declared = self.info(name).global;
        self.bind(name);
        self.current = start;
        if declared && at != start {
            let info = self.scopes.scopes[start].names.entry(name.to_owned()).or_default();
            info.global = true;
            info.nonlocal = false;
        }
    }
}

impl<'a> Visitor<'a> for Builder {
    fn visit_stmt(&mut self, outer: &'a Stmt) {
        match outer {
            Stmt::FunctionDef(def) => {
                def.decorator_list.iter().for_each(|decorator| self.visit_expr(&decorator.expression));
                self.defaults(&def.parameters);
                self.annotations(def);
                self.bind(&def.name);
                self.inside(def.range(), ScopeKind::Function, None, |this| {
                    this.parameters(&def.parameters);
                    this.visit_body(&def.body);
                });
            }
            Stmt::ClassDef(def) => {
                def.decorator_list.iter().for_each(|decorator| self.visit_expr(&decorator.expression));
                if let Some(arguments) = &def.arguments {
                    self.visit_arguments(arguments);
                }
                self.bind(&def.name);
                self.inside(def.range(), ScopeKind::Class, Some(def.name.to_string()), |this| {
                    this.visit_body(&def.body);
                });
            }
            Stmt::Global(global) => {
                for name in &global.names {
                    self.info(name).global = true;
                    let name = mangle(self.scope().class.as_deref(), name);
                    self.scopes.scopes[0].names.entry(name).or_default().bound = true;
                }
            }
            Stmt::Nonlocal(nonlocal) => {
                for name in &nonlocal.names {
                    self.info(name).nonlocal = true;
                    let declared = mangle(self.scope().class.as_deref(), name);
                    self.scope().nonlocals.push((declared, name.range()));
                }
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.bind(name.split('.').next().unwrap_or_default());
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in import.names.iter().filter(|alias| alias.name.as_str() != "*") {
                    self.bind(alias.asname.as_ref().unwrap_or(&alias.name));
                }
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
                self.visit_expr(&assign.target);
                let kind = self.scope().kind;
                if assign.simple && matches!(kind, ScopeKind::Module | ScopeKind::Class) {
                    self.scope().annotated = true;
                    self.bind("__annotations__");
                    if !self.scopes.future_annotations {
                        self.visit_expr(&assign.annotation);
                    }
                }
            }
            Stmt::Try(statement) => {
                for handler in &statement.handlers {
                    let ast::ExceptHandler::ExceptHandler(handler) = handler;
                    if let Some(name) = &handler.name {
                        self.bind(name);
                    }
                }
                visitor::walk_stmt(self, outer);
            }
            _ => visitor::walk_stmt(self, outer),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) => {
                let info = self.info(&name.id);
                if name.ctx != ast::ExprContext::Load {
                    info.bound = true;
                }
                if name.id == "super" {
                    self.info("__class__");
                }
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
                self.inside(lambda.range(), ScopeKind::Function, None, |this| {
                    if let Some(parameters) = &lambda.parameters {
                        this.parameters(parameters);
                    }
                    this.visit_expr(&lambda.body);
                });
            }
            Expr::ListComp(comp) => self.comprehension(comp.range(), &comp.generators, &[&comp.elt], false),
            Expr::SetComp(comp) => self.comprehension(comp.range(), &comp.generators, &[&comp.elt], false),
            Expr::Generator(comp) => self.comprehension(comp.range(), &comp.generators, &[&comp.elt], true),
            Expr::DictComp(comp) => {
                let mut elements: Vec<&Expr> = Vec::new();
                elements.extend(comp.key.as_deref());
                elements.push(&comp.value);
                self.comprehension(comp.range(), &comp.generators, &elements, false);
            }
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                if let Expr::Name(name) = named.target.as_ref() {
                    self.bind_walrus(&name.id);
                }
            }
            Expr::Yield(_) | Expr::YieldFrom(_) => {
                self.scope().generator = true;
                visitor::walk_expr(self, expression);
            }
            _ => visitor::walk_expr(self, expression),
        }
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchAs(ast::PatternMatchAs { name: Some(name), .. })
            | Pattern::MatchStar(ast::PatternMatchStar { name: Some(name), .. })
            | Pattern::MatchMapping(ast::PatternMatchMapping { rest: Some(name), .. }) => self.bind(name),
            _ => {}
        }
        visitor::walk_pattern(self, pattern);
    }

    fn visit_annotation(&mut self, _: &'a Expr) {}
}
