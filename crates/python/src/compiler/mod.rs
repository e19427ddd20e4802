//! From source text to [`Code`]: parse, find the homes of names, write instructions.
//!
//! The parser is ruff's; what it accepts and the lab does not (`async`, type parameters, `except*`, imports of unknown
//! modules) is refused here, with the line and what to use instead, before the program starts.

mod anchors;
mod calls;
mod definitions;
mod depth;
mod expressions;
mod patterns;
mod percent;
mod scope;
mod statements;

use crate::code::{self, Code, Constant, FunctionCode, Instr, Kind, Position};
use anchors::Anchors;
use indexmap::IndexMap;
use ruff_python_ast::{ModModule, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};
use scope::{ScopeKind, Scopes};
use serde::{Deserialize, Serialize};

/// One reason why a source cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompileError {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong, as CPython or the parser says it.
    pub message: String,
    /// What to write instead, or nothing.
    pub hint: String,
}

/// Everything that is wrong with a source, in order of place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompileErrors {
    /// At least one.
    pub errors: Vec<CompileError>,
}

impl std::fmt::Display for CompileErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for error in &self.errors {
            write!(f, "line {}, column {}: {}", error.line, error.column, error.message)?;
            if !error.hint.is_empty() {
                write!(f, " ({})", error.hint)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for CompileErrors {}

/// Compiles `source`; `file_name` is what tracebacks print.
///
/// # Errors
/// Everything the parser or the compiler complains about, at least one entry.
pub fn compile(source: &str, file_name: &str) -> Result<Code, CompileErrors> {
    compile_with(source, file_name, true)
}

/// As [`compile`]; without `program` it is part of the standard library: no source kept, no statement announced.
fn compile_with(source: &str, file_name: &str, program: bool) -> Result<Code, CompileErrors> {
    if let Some((line, message)) = depth::too_deep(source) {
        let hint = "write it in several statements".to_owned();
        return Err(CompileErrors {
            errors: vec![CompileError { line, column: 1, message: message.to_owned(), hint }],
        });
    }
    let lines = Lines::new(source);
    let parsed = ruff_python_parser::parse_unchecked_source(source, ruff_python_ast::PySourceType::Python);
    if !parsed.errors().is_empty() {
        let errors = parsed.errors().iter().map(|error| lines.parse_error(source, error)).collect();
        return Err(CompileErrors { errors });
    }
    let module: ModModule = parsed.into_syntax();
    let scopes = Scopes::build(&module.body);
    let anchors = if program { Anchors::build(&lines, &module.body) } else { Anchors::default() };
    let mut compiler = Compiler {
        lines,
        scopes,
        anchors,
        program,
        names: IndexMap::new(),
        globals: IndexMap::new(),
        constants: Vec::new(),
        functions: Vec::new(),
        bodies: Vec::new(),
        errors: Vec::new(),
    };
    for (range, message) in std::mem::take(&mut compiler.scopes.complaints) {
        compiler.error(range, message, "");
    }
    compiler.module(&module.body);
    if !compiler.errors.is_empty() {
        return Err(CompileErrors { errors: compiler.errors });
    }
    Ok(Code {
        version: code::VERSION,
        file_name: file_name.to_owned(),
        source: if program { source.to_owned() } else { String::new() },
        names: compiler.names.into_keys().collect(),
        globals: compiler.globals.into_keys().collect(),
        constants: compiler.constants,
        functions: compiler.functions,
    })
}

/// Starts of lines, to turn offsets into lines and columns.
struct Lines {
    starts: Vec<u32>,
    ascii: bool,
    source: String,
}

impl Lines {
    fn new(source: &str) -> Lines {
        let mut starts = vec![0];
        starts.extend(source.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1));
        Lines { starts, ascii: source.is_ascii(), source: source.to_owned() }
    }

    /// Line from 1 and column in characters from 0.
    fn place(&self, offset: TextSize) -> (u32, u32) {
        let offset = offset.to_u32();
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let column = if self.ascii {
            offset - start
        } else {
            self.source[start as usize..offset as usize].chars().count() as u32
        };
        (line as u32, column)
    }

    fn position(&self, range: TextRange) -> Position {
        let (line, column) = self.place(range.start());
        let (end_line, end_column) = self.place(range.end());
        let small = |column: u32| column.min(u32::from(u16::MAX)) as u16;
        Position { line, end_line, column: small(column), end_column: small(end_column) }
    }

    fn parse_error(&self, source: &str, error: &ruff_python_parser::ParseError) -> CompileError {
        let (line, column) = self.place(error.location.start());
        let text = source.lines().nth(line as usize - 1).unwrap_or_default().trim_start();
        let printed = text.strip_prefix("print").filter(|rest| rest.starts_with([' ', '\t', '"', '\'']));
        let (message, hint) = match printed {
            Some(rest) if !rest.trim_start().starts_with(['(', '=']) => (
                "Missing parentheses in call to 'print'. Did you mean print(...)?".to_owned(),
                format!("Python 3: print({})", without_comment(rest).trim()),
            ),
            _ => (error.error.to_string(), String::new()),
        };
        CompileError { line, column: column + 1, message, hint }
    }
}

/// A line without the comment at its end.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' => return &line[..at],
            None if c == '"' || c == '\'' => quote = Some(c),
            None => {}
        }
    }
    line
}

/// A place in the instructions that jumps may name before it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Label(u32);

/// What a `return`, `break` or `continue` has to undo on its way out.
enum Block<'a> {
    Loop {
        start: Label,
        end: Label,
        is_for: bool,
    },
    /// A `SetupHandler` is active.
    Handler,
    /// Inside `try .. finally`: the handler is active and the body must run.
    Finally(&'a [Stmt]),
    /// Inside an `except` clause: the former exception lies on the stack; the name to forget.
    Except(Option<String>),
    /// Inside `with`: the handler is active and the exit function lies on the stack.
    With(TextRange),
    /// Inside a `finally` body that runs for an exception: two values on the stack.
    FinallyBody,
    /// A value on the stack: what a `return` around a `finally` body will give.
    Kept,
}

/// A body being written.
struct Body<'a> {
    scope: usize,
    kind: Kind,
    name: String,
    qualified_name: String,
    locals: IndexMap<String, ()>,
    instructions: Vec<Instr>,
    positions: Vec<Position>,
    labels: Vec<u32>,
    blocks: Vec<Block<'a>>,
    position: Position,
}

struct Compiler<'a> {
    lines: Lines,
    scopes: Scopes,
    anchors: Anchors,
    program: bool,
    names: IndexMap<String, ()>,
    globals: IndexMap<u32, ()>,
    constants: Vec<Constant>,
    functions: Vec<FunctionCode>,
    bodies: Vec<Body<'a>>,
    errors: Vec<CompileError>,
}

impl<'a> Compiler<'a> {
    fn error(&mut self, range: TextRange, message: impl Into<String>, hint: impl Into<String>) {
        let (line, column) = self.lines.place(range.start());
        self.errors.push(CompileError {
            line,
            column: column + 1,
            message: message.into(),
            hint: hint.into(),
        });
    }

    fn body(&mut self) -> &mut Body<'a> {
        self.bodies.last_mut().expect("a body is being written")
    }

    fn emit(&mut self, instr: Instr) {
        let body = self.body();
        body.instructions.push(instr);
        let position = body.position;
        body.positions.push(position);
    }

    /// Writes an instruction that comes from `range`.
    fn emit_at(&mut self, range: TextRange, instr: Instr) {
        let position = self.lines.position(range);
        let former = std::mem::replace(&mut self.body().position, position);
        self.emit(instr);
        self.body().position = former;
    }

    fn label(&mut self) -> Label {
        let body = self.body();
        body.labels.push(u32::MAX);
        Label(body.labels.len() as u32 - 1)
    }

    fn place(&mut self, label: Label) {
        let body = self.body();
        body.labels[label.0 as usize] = body.instructions.len() as u32;
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(index) = self.names.get_index_of(name) {
            return index as u32;
        }
        self.names.insert(name.to_owned(), ());
        self.names.len() as u32 - 1
    }

    fn global(&mut self, name: &str) -> u16 {
        let name = self.name(name);
        let index = self.globals.insert_full(name, ()).0;
        u16::try_from(index).unwrap_or_else(|_| {
            self.error(TextRange::default(), "too many global names", "");
            0
        })
    }

    fn constant(&mut self, constant: Constant) -> u32 {
        let same = |other: &Constant| match (other, &constant) {
            (Constant::Float(a), Constant::Float(b)) => a.to_bits() == b.to_bits(),
            (Constant::Tuple(_), _) => false,
            (a, b) => a == b,
        };
        if let Some(index) = self.constants.iter().position(same) {
            return index as u32;
        }
        self.constants.push(constant);
        self.constants.len() as u32 - 1
    }

    fn load_constant(&mut self, constant: Constant) {
        let instr = match constant {
            Constant::None => Instr::LoadNone,
            Constant::Bool(value) => Instr::LoadBool(value),
            Constant::Int(value) if i32::try_from(value).is_ok() => Instr::LoadInt(value as i32),
            other => Instr::LoadConst(self.constant(other)),
        };
        self.emit(instr);
    }

    /// The slot of a local name of the current body.
    fn slot(&mut self, name: &str) -> u16 {
        let index = self.body().locals.get_index_of(name);
        index.unwrap_or_else(|| panic!("the scope has no name {name}")) as u16
    }

    /// Begins a body; its slots are the scope's parameters, locals and free names.
    fn begin(&mut self, scope: usize, kind: Kind, name: &str) {
        let qualified_name = match self.bodies.last() {
            None => name.to_owned(),
            Some(outer) => match outer.kind {
                Kind::Module => name.to_owned(),
                Kind::Class => format!("{}.{name}", outer.qualified_name),
                Kind::Function | Kind::Comprehension => format!("{}.<locals>.{name}", outer.qualified_name),
            },
        };
        let mut locals = IndexMap::new();
        let names = &self.scopes.scopes[scope].names;
        let own = |info: &&scope::Name| !info.global && !info.free;
        let lives_here = kind != Kind::Module;
        if lives_here {
            for (name, info) in names.iter().filter(|(_, info)| info.parameter) {
                assert!(own(&info), "a parameter is local");
                locals.insert(name.clone(), ());
            }
            for (name, info) in names {
                let slot = if kind == Kind::Class { info.cell } else { info.bound || info.cell };
                if slot && own(&info) && !info.nonlocal {
                    locals.insert(name.clone(), ());
                }
            }
            for (name, _) in names.iter().filter(|(_, info)| info.free) {
                locals.insert(name.clone(), ());
            }
        }
        self.bodies.push(Body {
            scope,
            kind,
            name: name.to_owned(),
            qualified_name,
            locals,
            instructions: Vec::new(),
            positions: Vec::new(),
            labels: Vec::new(),
            blocks: Vec::new(),
            position: Position::default(),
        });
    }

    /// Ends the current body; gives its number, its free names and whether there are any.
    fn end(
        &mut self,
        signature: Signature,
        first_line: u32,
        documentation: Option<String>,
    ) -> (u32, Vec<String>) {
        let body = self.bodies.pop().expect("a body is being written");
        let mut instructions = body.instructions;
        let labels = body.labels;
        for (index, instr) in instructions.iter_mut().enumerate() {
            link(instr, index as u32, &labels);
        }
        let names = &self.scopes.scopes[body.scope].names;
        let is_free = |name: &str| names.get(name).is_some_and(|info| info.free);
        let is_cell = |name: &str| names.get(name).is_some_and(|info| info.cell && !info.free);
        let free: Vec<String> = body.locals.keys().filter(|name| is_free(name)).cloned().collect();
        let cells =
            body.locals.keys().enumerate().filter(|(_, n)| is_cell(n)).map(|(i, _)| i as u16).collect();
        let generator = self.scopes.scopes[body.scope].generator;
        let locals = body.locals.keys().map(|name| self.name_of(name)).collect();
        let number = signature.number;
        let places = body.positions.iter().zip(0_u32..);
        let anchors = places
            .filter_map(|(position, at)| self.anchors.find(*position).map(|(from, to)| (at, from, to)))
            .collect();
        self.functions[number as usize] = FunctionCode {
            name: body.name,
            qualified_name: body.qualified_name,
            kind: body.kind,
            generator,
            positional_only: signature.positional_only,
            positional: signature.positional,
            keyword_only: signature.keyword_only,
            var_positional: signature.var_positional,
            var_keyword: signature.var_keyword,
            locals,
            cells,
            free: free.len() as u16,
            first_line,
            documentation,
            instructions,
            anchors,
            // Tracebacks do not show the standard library.
            positions: if self.program { body.positions } else { Vec::new() },
        };
        (number, free)
    }

    fn name_of(&mut self, name: &str) -> u32 {
        self.name(name)
    }

    /// Reserves a function's number.
    fn reserve(&mut self) -> u32 {
        self.functions.push(FunctionCode {
            name: String::new(),
            qualified_name: String::new(),
            kind: Kind::Module,
            generator: false,
            positional_only: 0,
            positional: 0,
            keyword_only: 0,
            var_positional: false,
            var_keyword: false,
            locals: Vec::new(),
            cells: Vec::new(),
            free: 0,
            first_line: 0,
            documentation: None,
            instructions: Vec::new(),
            positions: Vec::new(),
            anchors: Vec::new(),
        });
        self.functions.len() as u32 - 1
    }

    fn module(&mut self, body: &'a [Stmt]) {
        let number = self.reserve();
        self.begin(0, Kind::Module, "<module>");
        // Globals keep the order in which the module binds them.
        let bound: Vec<String> =
            self.scopes.scopes[0].names.iter().filter(|(_, i)| i.bound).map(|(n, _)| n.clone()).collect();
        for name in bound {
            self.global(&name);
        }
        let documentation = statements::documentation(body);
        self.begin_annotations();
        self.statements(body);
        self.emit(Instr::LoadNone);
        self.emit(Instr::Return);
        self.end(Signature { number, ..Signature::default() }, 1, documentation);
    }

    fn scope_kind(&self) -> ScopeKind {
        self.scopes.scopes[self.bodies.last().expect("a body is being written").scope].kind
    }

    fn mangled(&self, name: &str) -> String {
        let body = self.bodies.last().expect("a body is being written");
        scope::mangle(self.scopes.scopes[body.scope].class.as_deref(), name)
    }
}

/// A body's parameters.
#[derive(Debug, Default)]
struct Signature {
    number: u32,
    positional_only: u16,
    positional: u16,
    keyword_only: u16,
    var_positional: bool,
    var_keyword: bool,
}

/// Where a name lives, seen from the current body.
enum Home {
    Local(u16),
    Cell(u16),
    Global(u16),
    /// In the class body, else the global.
    Name(u32, u16),
    /// In the class body, else the cell.
    NameOrCell(u32, u16),
}

impl Compiler<'_> {
    fn home(&mut self, name: &str) -> Home {
        let name = &self.mangled(name);
        let scope = self.body().scope;
        let kind = self.scope_kind();
        let info = self.scopes.scopes[scope].names.get(name).copied().unwrap_or_default();
        if info.global {
            return Home::Global(self.global(name));
        }
        match kind {
            ScopeKind::Module => Home::Global(self.global(name)),
            ScopeKind::Function | ScopeKind::Comprehension => {
                if info.free || info.cell {
                    Home::Cell(self.slot(name))
                } else if info.bound && !info.nonlocal {
                    Home::Local(self.slot(name))
                } else {
                    // Also a nonlocal name that no function around binds: the program is refused for it.
                    Home::Global(self.global(name))
                }
            }
            ScopeKind::Class => {
                if info.nonlocal && info.free {
                    Home::Cell(self.slot(name))
                } else if info.free {
                    Home::NameOrCell(self.name(name), self.slot(name))
                } else {
                    Home::Name(self.name(name), self.global(name))
                }
            }
        }
    }
}

/// Puts instruction numbers in place of labels.
fn link(instr: &mut Instr, at: u32, labels: &[u32]) {
    match instr {
        Instr::Jump(target)
        | Instr::JumpBack(target)
        | Instr::PopJumpIfFalse(target)
        | Instr::PopJumpIfTrue(target)
        | Instr::ForIter(target)
        | Instr::Send(target)
        | Instr::SetupHandler(target)
        | Instr::SetupHandlerUnder(target) => {
            *target = labels[*target as usize];
            assert!(*target != u32::MAX, "a label was not placed");
        }
        _ => {}
    }
    if let Instr::Jump(target) = *instr
        && target <= at
    {
        *instr = Instr::JumpBack(target);
    }
}

/// The range of anything, for [`Compiler::emit_at`].
fn range(node: &impl Ranged) -> TextRange {
    node.range()
}

/// Compiles modules of the standard library (name, source) into the bytes of `stdlib.bin`.
///
/// # Errors
/// What is wrong with a source.
pub fn compile_library(modules: &[(String, String)]) -> Result<Vec<u8>, CompileErrors> {
    let mut library = Vec::new();
    for (name, source) in modules {
        library.push((name.clone(), compile_with(source, &format!("{name}.py"), false)?));
    }
    Ok(postcard::to_allocvec(&library).expect("a program form can be written"))
}
